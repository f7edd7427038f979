"""bleak over bumble: the two classes bleak asks for, on a radio inside this process."""

# ruff: noqa: ANN401, FBT001 - the signatures are bleak's

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError
from bumble.core import AdvertisingData, ProtocolError
from bumble.core import TimeoutError as BumbleTimeout
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.gatt import Characteristic

from levelhip.sensors.radio import Radio


def radio_on(device: Device) -> Radio:
    """The radio that a device of this process is."""
    scanner = type("Scanner", (BumbleScanner,), {"radio": device})
    client = type("Client", (BumbleClient,), {"radio": device})
    return Radio(scanner, client)


class BumbleScanner(BaseBleakScanner):
    """Hears what advertises in this process."""

    radio: ClassVar[Device]

    def __init__(self, detection_callback: Any, service_uuids: Any, scanning_mode: Any, **_: Any) -> None:
        del scanning_mode
        super().__init__(detection_callback, service_uuids)
        self._names: dict[str, str] = {}

    async def start(self) -> None:
        self.seen_devices = {}
        self.radio.on("advertisement", self._heard)
        await self.radio.start_scanning(active=True)

    async def stop(self) -> None:
        self.radio.remove_listener("advertisement", self._heard)
        await self.radio.stop_scanning()

    def _heard(self, heard: Advertisement) -> None:
        address = str(heard.address).split("/")[0]
        data = heard.data
        name = data.get(AdvertisingData.Type.COMPLETE_LOCAL_NAME)
        uuids = data.get(AdvertisingData.Type.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS) or []
        makers = data.get(AdvertisingData.Type.MANUFACTURER_SPECIFIC_DATA)
        if isinstance(name, str):
            self._names[address] = name
        told = AdvertisementData(
            local_name=self._names.get(address),
            manufacturer_data={} if makers is None else {makers[0]: makers[1]},
            service_data={},
            service_uuids=[each.to_hex_str("-").lower() for each in uuids],
            tx_power=None,
            rssi=heard.rssi,
            platform_data=(),
        )
        device = self.create_or_update_device(address, address, self._names.get(address), heard, told)
        self.call_detection_callbacks(device, told)


class BumbleClient(BaseBleakClient):
    """Connects inside this process."""

    radio: ClassVar[Device]

    def __init__(self, address_or_ble_device: BLEDevice | str, **kwargs: Any) -> None:
        super().__init__(address_or_ble_device, **kwargs)
        self._connection: Connection | None = None
        self._peer: Peer | None = None

    @property
    def name(self) -> str:
        return self.address

    @property
    def mtu_size(self) -> int:
        return 247

    @property
    def is_connected(self) -> bool:
        return self._connection is not None

    async def connect(self, pair: bool, **_: Any) -> None:
        del pair
        try:
            connection = await self.radio.connect(f"{self.address}", timeout=1.0)
        except (BumbleTimeout, ProtocolError) as error:
            raise BleakError(str(error) or "timeout") from error
        self._connection = connection
        connection.on("disconnection", self._lost)
        self._peer = Peer(connection)
        await self._peer.request_mtu(247)
        await self._peer.discover_services()
        await self._peer.discover_characteristics()
        self.services = self._collection(self._peer)

    def _collection(self, peer: Peer) -> BleakGATTServiceCollection:
        collection = BleakGATTServiceCollection()
        for proxy in peer.services:
            service = BleakGATTService(proxy, proxy.handle, proxy.uuid.to_hex_str("-").lower())
            collection.add_service(service)
            for each in proxy.characteristics:
                properties: list[Any] = ["notify"] if each.properties & Characteristic.Properties.NOTIFY else ["write"]
                uuid = each.uuid.to_hex_str("-").lower()
                collection.add_characteristic(
                    BleakGATTCharacteristic(each, each.handle, uuid, properties, lambda: 244, service)
                )
        return collection

    def _lost(self, _: object) -> None:
        if self._connection is not None:
            self._connection = None
            if self._disconnected_callback is not None:
                self._disconnected_callback()

    async def disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.disconnect()

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: Any, response: bool) -> None:
        if self._peer is None or self._connection is None:
            raise BleakError("not connected")
        await self._peer.write_value(characteristic.obj, bytes(data), with_response=response)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: Callable[[bytearray], None], **_: Any
    ) -> None:
        if self._peer is None:
            raise BleakError("not connected")
        await self._peer.subscribe(characteristic.obj, lambda value: callback(bytearray(value)))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        raise NotImplementedError

    async def pair(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError

    async def unpair(self) -> None:
        raise NotImplementedError

    async def read_gatt_char(self, *args: Any, **kwargs: Any) -> bytearray:
        raise NotImplementedError

    async def read_gatt_descriptor(self, *args: Any, **kwargs: Any) -> bytearray:
        raise NotImplementedError

    async def write_gatt_descriptor(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError
