/** Two jabber-home servers. */
import { DIALBACK, DIRECT, EXTERNAL, IPV6 } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { testContacts } from "./contacts.ts";
import { testPresenceAfterKill, testRestartsOfOurs } from "./restarts.ts";

for (const method of [EXTERNAL, DIALBACK, DIRECT, IPV6]) testContacts([jabberHome, jabberHome], method);

testRestartsOfOurs(EXTERNAL);

for (const method of [EXTERNAL, DIALBACK]) testPresenceAfterKill(method);
