/** jabber-home and Debian's Prosody. */
import { DIALBACK, DIRECT, EXTERNAL, IPV6, SHARED_PORT } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { prosody, prosodyInternal } from "../../support/peers/prosody.ts";
import { testContacts } from "./contacts.ts";
import { testPeerAlone, testRestartsWith } from "./restarts.ts";

for (const method of [EXTERNAL, DIALBACK, DIRECT, SHARED_PORT, IPV6]) testContacts([jabberHome, prosody], method);

// Prosody's file storage stores messages ten times as fast as SQLite.
testRestartsWith(prosodyInternal, EXTERNAL, { overtakesItself: true });
testPeerAlone(prosodyInternal, EXTERNAL);
