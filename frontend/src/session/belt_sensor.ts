// The load cell in the belt: it is found, connected and asked to stream. Its packets go on as they are: Python reads them.

import { bluetooth, type Characteristic, type Device } from "./bluetooth";

/** How the sensor is spoken to; Python's `levelhip.session.progressor` owns it. */
export interface BeltProfile {
  device: string;
  service: string;
  notify: string;
  write: string;
  name_prefix: string;
  start: number;
  stop: number;
  battery: number;
}

export type BeltMissing = "belt_unsupported" | "belt_denied" | "belt_failed";

export interface Heard {
  packet: (at_ms: number, bytes: Uint8Array) => void;
  connected: (at_ms: number) => void;
  /** It was lost, and did not come back. */
  gone: () => void;
}

const CONNECT_MS = 15_000;
const SILENT_MS = 3_000; // connected, and yet nothing comes: it is connected anew
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
const GIVE_UP_MS = 60_000;

export class BeltSensor {
  private device: Device | null = null;
  private commands: Characteristic | null = null;
  private wanted = false;
  private seeking = false;
  private heard_ms = 0;
  private watchdog: ReturnType<typeof setInterval> | null = null;

  constructor(
    private readonly profile: BeltProfile,
    private readonly heard: Heard,
  ) {}

  /** From a tap: the person chooses the sensor. Returns what is missing, or null. */
  async choose(): Promise<BeltMissing | null> {
    const radio = bluetooth();
    if (!radio) return "belt_unsupported";
    const { service, name_prefix } = this.profile;
    try {
      this.device ??= await radio.requestDevice({
        filters: [{ services: [service] }, { namePrefix: name_prefix }],
        optionalServices: [service],
      });
    } catch (error) {
      console.warn("levelhip: no belt sensor", error);
      return "belt_denied";
    }
    this.device.addEventListener("gattserverdisconnected", this.disconnected);
    try {
      await within(CONNECT_MS, this.connect());
      return null;
    } catch (error) {
      console.warn("levelhip: the belt sensor does not answer", error);
      this.stop();
      return "belt_failed";
    }
  }

  /** From here on packets flow; a connection that is lost is sought again. */
  async start(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    this.watchdog ??= setInterval(() => this.watch(), SILENT_MS / 2);
    await this.stream().catch(() => this.seek());
  }

  stop(): void {
    this.wanted = false;
    if (this.watchdog !== null) clearInterval(this.watchdog);
    this.watchdog = null;
    const gatt = this.device?.gatt;
    if (!gatt?.connected) return;
    void this.tell(this.profile.stop)
      .catch(() => undefined)
      .then(() => gatt.disconnect());
  }

  private async connect(): Promise<void> {
    const gatt = this.device?.gatt;
    if (!gatt) throw new Error("the device has no GATT server");
    const server = await gatt.connect();
    const service = await server.getPrimaryService(this.profile.service);
    this.commands = await service.getCharacteristic(this.profile.write);
    const replies = await service.getCharacteristic(this.profile.notify);
    replies.removeEventListener("characteristicvaluechanged", this.notified);
    replies.addEventListener("characteristicvaluechanged", this.notified);
    await replies.startNotifications();
  }

  private async stream(): Promise<void> {
    if (!this.device?.gatt?.connected) throw new Error("not connected");
    this.heard_ms = performance.now();
    this.heard.connected(this.heard_ms);
    await this.tell(this.profile.battery);
    await this.tell(this.profile.start);
  }

  private async tell(command: number): Promise<void> {
    await this.commands?.writeValueWithResponse(Uint8Array.of(command));
  }

  private readonly notified = (event: Event): void => {
    const value = (event.target as Characteristic).value;
    if (!value || !this.wanted) return;
    this.heard_ms = event.timeStamp;
    this.heard.packet(event.timeStamp, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  };

  private readonly disconnected = (): void => {
    if (this.wanted) void this.seek();
  };

  private watch(): void {
    const gatt = this.device?.gatt;
    if (gatt?.connected && !this.seeking && performance.now() - this.heard_ms > SILENT_MS) {
      gatt.disconnect(); // which is then told, and it is sought again
      void this.seek();
    }
  }

  /** Tries again and again, with longer and longer pauses; one search at a time. */
  private async seek(): Promise<void> {
    if (this.seeking) return;
    this.seeking = true;
    const began_ms = performance.now();
    let pause_ms = FIRST_PAUSE_MS;
    while (this.wanted && performance.now() - began_ms < GIVE_UP_MS) {
      try {
        await within(CONNECT_MS, this.connect());
        await this.stream();
        break;
      } catch (error) {
        console.warn("levelhip: the belt sensor is not in reach", error);
        await pause(pause_ms);
        pause_ms = Math.min(LONGEST_PAUSE_MS, 2 * pause_ms);
      }
    }
    this.seeking = false;
    const found = this.device?.gatt?.connected ?? false;
    if (!this.wanted && found) this.stop();
    if (this.wanted && !found) this.heard.gone();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = pause(ms).then(() => Promise.reject(new Error(`nothing within ${ms} ms`)));
  return Promise.race([work, late]);
}
