/** A port of this machine that is borrowed for a challenge. */
import { CertificateError } from "../certificate-error.ts";

export interface ChallengePort {
  /** The address to listen on: "::", "0.0.0.0", "127.0.0.1". */
  readonly host: string;
  readonly port: number;
}

/** Why listening failed: CertificateError port-taken or port-forbidden; anything else as it was. */
export function listenError(error: unknown, port: number): unknown {
  const { code } = error as { code?: unknown };
  if (code === "EADDRINUSE") {
    const remedies = [{ key: "free-port", values: { port } }] as const;
    return new CertificateError({ reason: "port-taken", values: { port }, remedies }, error);
  }
  if (code === "EACCES" || code === "EPERM") {
    const remedies = [{ key: "allow-port", values: { port } }] as const;
    return new CertificateError({ reason: "port-forbidden", values: { port }, remedies }, error);
  }
  return error;
}
