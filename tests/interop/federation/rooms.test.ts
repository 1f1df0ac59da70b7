/** Rooms shared between jabber-home and Debian's Prosody and ejabberd, over EXTERNAL and dialback. */
import { EXTERNAL, VERIFIED_DIALBACK } from "../../support/network/federation-methods.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { testRooms } from "./rooms.ts";

testRooms(prosody, EXTERNAL);
testRooms(ejabberd, VERIFIED_DIALBACK);
