/** Where to listen: "ADDRESS:PORT" or "off". */
import { isIP } from "node:net";

export interface ListenAddress {
  /** An IP address without brackets; "::" is every address of either version. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** `[::]:5222`, `0.0.0.0:5222`, `:5222` (every address), `localhost:5222`; undefined for anything else, "off" included. */
export function parseListener(text: string): ListenAddress | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)|(localhost)|)?:(\d{1,5})$/i.exec(text);
  if (!match) return undefined;
  const [, v6, v4, name] = match;
  const port = Number(match[4]);
  if (port > 65535 || (v6 !== undefined && isIP(v6) !== 6) || (v4 !== undefined && isIP(v4) !== 4)) return undefined;
  return { host: v6 ?? v4 ?? (name === undefined ? "::" : "127.0.0.1"), port };
}

/** "FIRST-LAST", without the ports of the system; undefined for anything else. */
export function parsePortRange(text: string): { readonly first: number; readonly last: number } | undefined {
  const [, from, to] = /^(\d{4,5})-(\d{4,5})$/.exec(text.trim()) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return first >= 1024 && first <= last && last <= 65_535 ? { first, last } : undefined;
}

/** Only programs of this machine reach it. */
export const isLoopback = ({ host }: ListenAddress): boolean => /^(127\.|::1$)/.test(host);

/** `127.0.0.1:5222`, `[::1]:5222`. */
export const printListener = ({ host, port }: ListenAddress): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
