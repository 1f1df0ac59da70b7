/** Our server and Debian's jabberd2, which has neither EXTERNAL nor direct TLS nor PEP. */
import { DIALBACK, VERIFIED_DIALBACK, VERIFIED_DIALBACK_IPV6 } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { jabberd2 } from "../../support/peers/jabberd2.ts";
import { meet } from "./contacts.ts";
import { amongThemselves, survive } from "./restarts.ts";

for (const way of [VERIFIED_DIALBACK, DIALBACK, VERIFIED_DIALBACK_IPV6])
  meet([jabberHome, jabberd2], way, { pep: false });

survive(jabberd2, VERIFIED_DIALBACK);
amongThemselves(jabberd2, VERIFIED_DIALBACK);
