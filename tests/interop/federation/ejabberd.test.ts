/**
 * Our server and Debian's ejabberd. This version takes a certificate for EXTERNAL only where it is good as a client, too,
 * which public authorities have stopped to issue; it falls back to dialback, and so do we.
 */
import {
  DIALBACK,
  DIRECT_AS_CLIENT,
  EXTERNAL_AS_CLIENT,
  IPV6_AS_CLIENT,
  VERIFIED_DIALBACK,
} from "../../support/network/federation-methods.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { meet } from "./contacts.ts";
import { amongThemselves, survive } from "./restarts.ts";

for (const way of [VERIFIED_DIALBACK, EXTERNAL_AS_CLIENT, DIALBACK, DIRECT_AS_CLIENT, IPV6_AS_CLIENT])
  meet([jabberHome, ejabberd], way);

survive(ejabberd, VERIFIED_DIALBACK);
amongThemselves(ejabberd, EXTERNAL_AS_CLIENT);
