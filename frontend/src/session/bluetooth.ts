// As much of Web Bluetooth as the belt's sensor needs; TypeScript's own library does not know it.

export interface Characteristic extends EventTarget {
  readonly value?: DataView;
  startNotifications(): Promise<Characteristic>;
  writeValueWithResponse(bytes: BufferSource): Promise<void>;
}

export interface GattServer {
  readonly connected: boolean;
  connect(): Promise<GattServer>;
  disconnect(): void;
  getPrimaryService(uuid: string): Promise<{ getCharacteristic(uuid: string): Promise<Characteristic> }>;
}

export interface Device extends EventTarget {
  readonly gatt?: GattServer;
}

interface Bluetooth {
  requestDevice(options: {
    filters: ({ services: string[] } | { namePrefix: string })[];
    optionalServices: string[];
  }): Promise<Device>;
}

/** Null where this browser has none: iPhones and iPads, Firefox, or an address that is not secure. */
export function bluetooth(): Bluetooth | null {
  return (navigator as { bluetooth?: Bluetooth }).bluetooth ?? null;
}
