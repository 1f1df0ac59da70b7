/** A plaintext TCP connection to a server, byte for byte. */
import type { TestServer } from "../server.ts";
import { Wire } from "./wire.ts";

export interface RawConnection {
  sends(text: string): void;
  /** Everything received, once it matches. Rejects when the connection ends before, or after five seconds. */
  receives(pattern: RegExp): Promise<string>;
  /** Everything received until the server closed the connection. */
  receivesUntilClosed(): Promise<string>;
}

export async function rawConnection(server: TestServer): Promise<RawConnection> {
  const { host, port } = server.at();
  let received = "";
  let isOver = false;
  let changed = (): void => {};
  const bytes = (chunk: Uint8Array): void => {
    received += Buffer.from(chunk).toString();
    changed();
  };
  const closed = (): void => {
    isOver = true;
    changed();
  };
  const wire = await Wire.connect(host, port, { bytes, closed });

  const until = (condition: () => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`received only ${received}`)), 5000);
      changed = () => {
        if (!condition() && !isOver) return;
        clearTimeout(timer);
        if (condition()) resolve(received);
        else reject(new Error(`the connection ended after ${received}`));
      };
      changed();
    });
  return {
    sends: (text) => wire.send(text),
    receives: (pattern) => until(() => pattern.test(received)),
    receivesUntilClosed: () => until(() => isOver),
  };
}
