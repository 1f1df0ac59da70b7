/**
 * jabber-home and Debian's ejabberd. This version accepts a certificate for EXTERNAL only if it is valid for client authentication,
 * which public authorities no longer issue; both servers fall back to dialback.
 */
import {
  DIALBACK,
  DIRECT_AS_CLIENT,
  EXTERNAL_AS_CLIENT,
  IPV6_AS_CLIENT,
  SHARED_PORT_AS_CLIENT,
  VERIFIED_DIALBACK,
} from "../../support/network/federation-methods.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { testContacts } from "./contacts.ts";
import { testPeerAlone, testRestartsWith } from "./restarts.ts";

for (const method of [
  VERIFIED_DIALBACK,
  EXTERNAL_AS_CLIENT,
  DIALBACK,
  DIRECT_AS_CLIENT,
  SHARED_PORT_AS_CLIENT,
  IPV6_AS_CLIENT,
])
  testContacts([jabberHome, ejabberd], method);

testRestartsWith(ejabberd, VERIFIED_DIALBACK);
testPeerAlone(ejabberd, EXTERNAL_AS_CLIENT);
