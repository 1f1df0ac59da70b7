/** Our server and Debian's Prosody. */
import { DIALBACK, DIRECT, EXTERNAL, IPV6 } from "../../support/network/ways.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { meet } from "./encounters.ts";

for (const way of [EXTERNAL, DIALBACK, DIRECT, IPV6]) meet([jabberHome, prosody], way);
