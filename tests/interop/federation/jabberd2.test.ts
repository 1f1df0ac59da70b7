/** jabber-home and Debian's jabberd2, which has neither EXTERNAL nor direct TLS nor PEP. */
import { DIALBACK, VERIFIED_DIALBACK, VERIFIED_DIALBACK_IPV6 } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { jabberd2 } from "../../support/peers/jabberd2.ts";
import { testContacts } from "./contacts.ts";
import { testPeerAlone, testRestartsWith } from "./restarts.ts";

for (const method of [VERIFIED_DIALBACK, DIALBACK, VERIFIED_DIALBACK_IPV6])
  testContacts([jabberHome, jabberd2], method, { pep: false });

testRestartsWith(jabberd2, VERIFIED_DIALBACK);
testPeerAlone(jabberd2, VERIFIED_DIALBACK);
