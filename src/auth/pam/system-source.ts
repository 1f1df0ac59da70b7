/** The accounts of this machine: passwords are checked by PAM (pam(3)). */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "../../log.ts";
import { AuthError, type PasswordSource, type Verdict } from "../password-source.ts";
import { openPamWorkers, type PamQuestion, type PamWorkers } from "./pam-workers.ts";
import { canReadShadow, openShadow } from "./shadow.ts";

export const PAM_FOLDER = "/etc/pam.d";
const SHADOW = "/etc/shadow";
/** PAM_MAX_RESP_SIZE. */
const MAX_PASSWORD_BYTES = 512;

export interface SystemSourceOptions {
  /** The file below PAM_FOLDER. */
  readonly service: string;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** In milliseconds. */
  readonly timeout: number;
}

export interface SystemSourceDeps extends SystemSourceOptions {
  /** For marks of passwords; 32 bytes. */
  readonly key: Uint8Array;
  readonly log: Pick<Logger, "warn" | "error">;
  readonly workers?: PamWorkers;
}

/** Rejects with AuthError no-pam, no-pam-service. */
export async function openSystemSource(deps: SystemSourceDeps): Promise<PasswordSource> {
  const { service, allow, deny, timeout, key, log, workers = openPamWorkers({ timeout, log }) } = deps;
  const path = join(PAM_FOLDER, service);
  // PAM would go by its file "other", which refuses everybody or asks for things that nobody expects.
  if (!existsSync(path)) throw new AuthError("no-pam-service", path);
  const question = { ask: "login", service, allow, deny } as const satisfies Partial<PamQuestion>;
  const missing = await workers.ask({ ...question, ask: "groups", name: "" }).catch((error: Error) => {
    workers.stop();
    throw new AuthError("no-pam", error.message);
  });
  const unknownGroups = typeof missing === "string" ? [] : (missing ?? []);
  if (unknownGroups.length > 0) log.warn({ event: "groups-unknown", groups: unknownGroups });
  // Without it pam_unix takes every password for a wrong one. Other modules, such as those of a directory, do not need it.
  const isShadowUnreadable = !canReadShadow(SHADOW);
  if (isShadowUnreadable) log.warn({ event: "shadow-unreadable", path: SHADOW });
  const shadow = openShadow(SHADOW, key);

  const judge = async (name: string, password?: Uint8Array<ArrayBuffer>): Promise<Verdict> => {
    if (!isUnixName(name)) return "wrong";
    try {
      const answer = await workers.ask({ ...question, name, password });
      return typeof answer === "string" ? answer : "unavailable";
    } catch (error) {
      log.error({ event: "pam-failed", name, error: String(error) });
      return "unavailable";
    }
  };

  return {
    name: "system",
    state: { isShadowUnreadable, unknownGroups },
    // Of the text nothing can be wiped; what is made of it here is wiped by the worker.
    verify: async (name, password) => {
      const bytes = new TextEncoder().encode(password);
      return bytes.length < MAX_PASSWORD_BYTES && !bytes.includes(0) ? await judge(name, bytes) : "wrong";
    },
    admits: (name) => judge(name),
    passwordMark: (name) => shadow.markOf(name),
    stop: () => workers.stop(),
  };
}

/** What can be a name at all: the rest is said by the machine's list. A localpart has none of ":" and "/" (RFC 7622 §3.3.1). */
const isUnixName = (name: string): boolean => name !== "" && Buffer.byteLength(name) <= 256 && !/[\0\n\s,]/.test(name);
