/** A port of config.toml that cannot be had. */
import { type ListenAddress, printListener } from "../config/listener.ts";
import { listenErrorText } from "../messages/system-errors.ts";

export class ListenError extends Error {
  /** The system's: EADDRINUSE, EACCES. */
  readonly code: string;
  /** "[::]:5222 (listen.client)". */
  readonly place: string;
  readonly port: number;
  readonly option: string;

  constructor(option: string, address: ListenAddress, cause: unknown) {
    const code = String((cause as { code?: unknown }).code);
    const place = `${printListener(address)} (${option})`;
    super(listenErrorText({ code, place, cause }, "en"), { cause });
    this.code = code;
    this.place = place;
    this.port = address.port;
    this.option = option;
  }
}
