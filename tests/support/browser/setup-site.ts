/** Setup in a browser, on a machine of the wizard's scenarios: the same in every run. */

import type { Answers, Progress } from "../../../installer/answers.ts";
import { isLocalPeer } from "../../../installer/browser/local-network.ts";
import { type BrowserSitting, openSitting } from "../../../installer/browser/sitting.ts";
import { type Clock, systemClock } from "../../../src/clock.ts";
import type { WizardSetting } from "../../end-to-end/screens/scenarios.ts";

export const CODE = "ABCDEFGH";

export interface SetupSite extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  readonly sitting: BrowserSitting;
  /** What the terminal was told. */
  readonly said: readonly string[];
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
  }: SetupSiteOptions = {},
): SetupSite {
  const said: string[] = [];
  const saved: { answers: Answers; progress: Progress }[] = [];
  const errors: unknown[] = [];
  const log = { error: (event: unknown) => void errors.push(event), warn: () => {}, info: () => {}, debug: () => {} };
  const sitting = openSitting({
    code: isForFirst ? undefined : CODE,
    prepare: (language) => ({
      ...{ environment, language, given: {}, configured: {} },
      interrupted: interrupted ?? { answers: {}, progress: undefined },
      save: (answers, progress) => void saved.push({ answers, progress }),
    }),
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
    ...{ sitting, said, saved, port },
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      sitting.leave();
      await sitting.run()?.ended;
      await sitting.server.stop();
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
    },
  };
}
