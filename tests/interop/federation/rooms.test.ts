/** Rooms with people of our server and of Debian's Prosody and ejabberd, by either way to prove who is who. */
import { EXTERNAL, VERIFIED_DIALBACK } from "../../support/network/ways.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { gather } from "./rooms.ts";

gather(prosody, EXTERNAL);
gather(ejabberd, VERIFIED_DIALBACK);
