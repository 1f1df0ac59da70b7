/** Who has a port that the server could not have. */
import { ListenError } from "../assembly/listen-error.ts";
import { EXIT } from "./exit.ts";
import { VerbError } from "./verb-error.ts";

/** An error of a listener with the program that has its port, where the system tells which it is; any other error as it is. */
export async function namingHolder(error: unknown): Promise<unknown> {
  if (!(error instanceof ListenError) || error.code !== "EADDRINUSE") return error;
  const { port, option } = error;
  const { holderOf } = await import("../../installer/port.ts");
  const holder = holderOf(port);
  // The first process of a container may be anything.
  if (holder?.pid === 1 && holder.name === "systemd")
    return new VerbError(EXIT.unavailable, "port-kept", { port, option });
  return holder === undefined ? error : new VerbError(EXIT.unavailable, "port-held", { port, option, ...holder });
}
