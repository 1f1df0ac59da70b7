/** Setup in a browser, on a machine of the wizard's scenarios: the same in every run. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answers, Progress } from "../../../installer/answers.ts";
import { isLocalPeer } from "../../../installer/browser/local-network.ts";
import { type BrowserSitting, openSitting } from "../../../installer/browser/sitting.ts";
import { looksLikeBackup } from "../../../src/backup/unpack.ts";
import { type Clock, systemClock } from "../../../src/clock.ts";
import type { WizardSetting } from "../../end-to-end/screens/scenarios.ts";
import { temporaryFolder } from "../process/started.ts";

export const CODE = "ABCDEFGH";

export interface SetupSite extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  readonly sitting: BrowserSitting;
  /** What the terminal was told. */
  readonly said: readonly string[];
  /** The backups that setup has begun from. */
  readonly restored: readonly Buffer[];
  /** What is in the folder for them. */
  readonly sent: () => readonly string[];
  /** The answers that were kept, the last ones last. */
  readonly saved: readonly { readonly answers: Answers; readonly progress: Progress }[];
}

export interface SetupSiteOptions {
  /** The first browser is let in. */
  readonly isForFirst?: boolean;
  /** Tests come over the loopback interface: whether they count as of the local network. */
  readonly isLocalPeer?: (address: string) => boolean;
  /** Whether others could read what is typed. */
  readonly isOverheard?: boolean;
  /** Whether the server that was set up runs; it does by default. */
  readonly isUp?: () => boolean;
  /** Bytes for the file of a backup. */
  readonly room?: number;
  readonly clock?: Clock;
  readonly signpostPort?: number;
}

export function openSetupSite(
  { environment, interrupted }: WizardSetting,
  {
    isForFirst = false,
    isLocalPeer: isLocal = isLocalPeer,
    clock = systemClock,
    signpostPort,
    isOverheard = false,
    isUp = () => true,
    room = 1_000_000,
  }: SetupSiteOptions = {},
): SetupSite {
  const said: string[] = [];
  const restored: Buffer[] = [];
  const folder = temporaryFolder("setup-site");
  const saved: { answers: Answers; progress: Progress }[] = [];
  const errors: unknown[] = [];
  const log = { error: (event: unknown) => void errors.push(event), warn: () => {}, info: () => {}, debug: () => {} };
  const sitting = openSitting({
    code: isForFirst ? undefined : CODE,
    prepare: (language, begun) => ({
      ...{ environment, language, given: begun, configured: {} },
      interrupted: interrupted ?? { answers: {}, progress: undefined },
      save: (answers, progress) => void saved.push({ answers, progress }),
    }),
    restore: async (path) => {
      restored.push(readFileSync(path));
      const restoredFrom = "2026-11-30T03:12:00.000Z pi";
      return { answers: { restoredFrom, domain: "localhost", purpose: "local" }, lines: ["It is in place."] };
    },
    uploads: {
      newPath: () => join(folder.path, `${crypto.randomUUID()}.tar.zst`),
      room: () => room,
      isBackup: looksLikeBackup,
    },
    say: (line) => void said.push(line),
    isOverheard: () => isOverheard,
    isUp: async () => isUp(),
    onEntered: () => {},
    isLocalPeer: isLocal,
    addresses: ["127.0.0.1"],
    ports: [0],
    signpostPort,
    machineName: "tintin",
    ...{ log, clock },
  });
  const { port } = sitting.server;
  return {
    ...{ sitting, said, restored, saved, port },
    sent: () => readdirSync(folder.path),
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      sitting.leave();
      await sitting.run()?.ended;
      await sitting.server.stop();
      folder[Symbol.dispose]();
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
    },
  };
}
