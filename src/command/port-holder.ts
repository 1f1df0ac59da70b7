/** Who has a port that the server could not have. */
import type { Holder } from "../../installer/port.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";

const nameOf = ({ name, pid, home, isDemo }: Holder): string =>
  home === undefined ? `${name} (pid ${pid})` : `${isDemo ? "the demo" : `the server of ${home}`} (pid ${pid})`;

/** An error of a listener as a CommandError that names the program, where the system tells which it is; any other as it is. */
export async function namingHolder(error: unknown): Promise<unknown> {
  const { code, port, message } = error as { code?: unknown; port?: unknown; message?: unknown };
  if (code !== "EADDRINUSE" || typeof port !== "number") return error;
  const { holderOf } = await import("../../installer/port.ts");
  const holder = holderOf(port);
  if (holder === undefined) return error;
  const remedy = holder.isDemo
    ? "end it with Ctrl-C in its window, or choose another port with --set listen.NAME=ADDRESS:PORT"
    : `stop it (kill ${holder.pid}, or its service), or choose another port with --set listen.NAME=ADDRESS:PORT`;
  return new CommandError(EXIT.unavailable, `${message} by ${nameOf(holder)}`, remedy);
}
