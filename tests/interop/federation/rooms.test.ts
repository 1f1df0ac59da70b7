/** Rooms shared between our server and Debian's Prosody and ejabberd, over EXTERNAL and dialback. */
import { EXTERNAL, VERIFIED_DIALBACK } from "../../support/network/federation-methods.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { gather } from "./rooms.ts";

gather(prosody, EXTERNAL);
gather(ejabberd, VERIFIED_DIALBACK);
