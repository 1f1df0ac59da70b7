/** Our server and Debian's Prosody. */
import { DIALBACK, DIRECT, EXTERNAL, IPV6 } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { prosody, prosodyInternal } from "../../support/peers/prosody.ts";
import { meet } from "./contacts.ts";
import { amongThemselves, survive } from "./restarts.ts";

for (const way of [EXTERNAL, DIALBACK, DIRECT, IPV6]) meet([jabberHome, prosody], way);

// Its storage in files takes a message ten times as fast as the one in SQLite.
survive(prosodyInternal, EXTERNAL, { overtakesItself: true });
amongThemselves(prosodyInternal, EXTERNAL);
