/** Two of our servers. */
import { DIALBACK, DIRECT, EXTERNAL, IPV6 } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { meet } from "./contacts.ts";
import { surviveAll } from "./restarts.ts";

for (const way of [EXTERNAL, DIALBACK, DIRECT, IPV6]) meet([jabberHome, jabberHome], way);

surviveAll(EXTERNAL);
