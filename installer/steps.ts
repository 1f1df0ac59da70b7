/** The wizard on one screen: its steps in their order. */
import type { Step } from "./step.ts";
import { account } from "./wizard/account.ts";
import { certificate } from "./wizard/certificate.ts";
import { configuration } from "./wizard/configuration.ts";
import { dns } from "./wizard/dns.ts";
import { domain } from "./wizard/domain.ts";
import { done } from "./wizard/done.ts";
import { host } from "./wizard/host.ts";
import { local } from "./wizard/local.ts";
import { move } from "./wizard/move.ts";
import { moveAgreed } from "./wizard/move-agreed.ts";
import { moveEnd } from "./wizard/move-end.ts";
import { moveTrial } from "./wizard/move-trial.ts";
import { outside } from "./wizard/outside.ts";
import { people } from "./wizard/people.ts";
import { ports } from "./wizard/ports.ts";
import { router } from "./wizard/router.ts";
import { service } from "./wizard/service.ts";
import { systemAccounts } from "./wizard/system-accounts.ts";
import { web } from "./wizard/web.ts";

export const steps: readonly Step[] = [
  domain,
  host,
  local,
  dns,
  ports,
  router,
  web,
  certificate,
  configuration,
  systemAccounts,
  account,
  moveTrial,
  moveAgreed,
  move,
  service,
  moveEnd,
  outside,
  people,
  done,
];
