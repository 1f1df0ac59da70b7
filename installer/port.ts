/** Whether the server could listen at an address: tried, not guessed. */
import { createServer } from "node:net";
import type { ListenAddress } from "../src/config/listener.ts";
import { type Holder, holderOf } from "./port-holder.ts";

export type PortState =
  | { readonly kind: "free" }
  /** `holder` is undefined where the system does not tell. */
  | { readonly kind: "taken"; readonly holder: Holder | undefined }
  /** Low ports belong to the administrator. */
  | { readonly kind: "denied" }
  /** The address is none of this machine's, say. */
  | { readonly kind: "impossible"; readonly reason: string };

/** Listens for a moment. */
export function portState({ host, port }: ListenAddress, findHolder = holderOf): Promise<PortState> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve({ kind: "taken", holder: findHolder(port) });
      else if (error.code === "EACCES") resolve({ kind: "denied" });
      else resolve({ kind: "impossible", reason: error.code ?? error.message });
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve({ kind: "free" })));
  });
}
