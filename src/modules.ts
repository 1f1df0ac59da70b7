/** The product on one screen: every feature, in order. The order breaks ties within a phase. */
import { offline } from "./im/offline.ts";
import { presence } from "./im/presence.ts";
import { roster } from "./im/roster.ts";
import { sessionRequest } from "./im/session-request.ts";
import { strangers } from "./im/strangers.ts";
import { subscription } from "./im/subscription.ts";
import type { AnyModule } from "./server/boot.ts";
import { lastActivity } from "./xep/0012-last-activity.ts";
import { disco } from "./xep/0030-disco.ts";
import { privateStorage } from "./xep/0049-private.ts";
import { vcard } from "./xep/0054-vcard.ts";
import { bytestreams } from "./xep/0065-bytestreams.ts";
import { registration } from "./xep/0077-registration.ts";
import { softwareVersion } from "./xep/0092-version.ts";
import { components } from "./xep/0114-components.ts";
import { caps } from "./xep/0115-caps/caps.ts";
import { administration } from "./xep/0133-administration/administration.ts";
import { vcardAvatars } from "./xep/0153-vcard-avatars.ts";
import { hostMeta } from "./xep/0156-host-meta.ts";
import { contact } from "./xep/0157-contact.ts";
import { blocking } from "./xep/0191-blocking.ts";
import { ping } from "./xep/0199-ping.ts";
import { time } from "./xep/0202-time.ts";
import { externalServices } from "./xep/0215-external-services.ts";
import { moved } from "./xep/0283-moved.ts";
import { movedDomain } from "./xep/0283-moved-domain.ts";
import { clientState } from "./xep/0352-csi.ts";
import { push } from "./xep/0357-push/push.ts";
import { upload } from "./xep/0363-http-upload/upload.ts";
import { reports } from "./xep/0377-reports.ts";
import { caps2 } from "./xep/0390-caps2.ts";
import { invitations } from "./xep/0401-invitations/invitations.ts";
import { fast } from "./xep/0484-fast.ts";
import { clientAccess } from "./xep/0494-client-access.ts";
import { blocklists } from "./xep/abuse-lists/blocklists.ts";
import { carbons } from "./xep/history/0280-carbons.ts";
import { archive } from "./xep/history/0313-mam/archive.ts";
import { stanzaIds } from "./xep/history/0359-stanza-ids.ts";
import { retraction } from "./xep/history/0424-retraction.ts";
import { fulltext } from "./xep/history/0431-fulltext/fulltext.ts";
import { archivePreferences } from "./xep/history/0441-archive-preferences.ts";
import { files } from "./xep/history/files/files.ts";
import { commands } from "./xep/kit/0050-commands.ts";
import { pubsub } from "./xep/publishing/0060-pubsub/pubsub.ts";
import { pep } from "./xep/publishing/0163-pep.ts";
import { vcard4 } from "./xep/publishing/0292-vcard4.ts";
import { avatarConversion } from "./xep/publishing/0398-avatar-conversion.ts";
import { bookmarks } from "./xep/publishing/0402-bookmarks.ts";
import { serverInformation } from "./xep/publishing/0485-server-info.ts";
import { displayed } from "./xep/publishing/0490-displayed.ts";
import { rooms } from "./xep/rooms/0045-muc/muc.ts";
import { roomArchives } from "./xep/rooms/0313-room-archives.ts";
import { hats } from "./xep/rooms/0317-hats.ts";
import { roomPush } from "./xep/rooms/0357-room-push.ts";
import { occupantIds } from "./xep/rooms/0421-occupant-ids.ts";
import { roomRetraction } from "./xep/rooms/0424-room-retraction.ts";
import { moderation } from "./xep/rooms/0425-moderation.ts";
import { channelSearch } from "./xep/rooms/0433-channel-search.ts";
import { mentions } from "./xep/rooms/0452-mentions.ts";
import { roomAvatars } from "./xep/rooms/0486-room-avatars.ts";
import { circles } from "./xep/rooms/circles/circles.ts";
import { storageCommand } from "./xep/storage-command.ts";

export const modules: readonly AnyModule[] = [
  // xep/, abuse-lists/ and im/strangers: what refuses, before anything is recorded or answered
  blocking,
  reports,
  strangers,
  blocklists,
  // im/ (RFC 6121), and XEP-0012, which has to see presence before `presence` forgets it
  roster,
  lastActivity,
  movedDomain,
  subscription,
  presence,
  offline,
  sessionRequest,
  // xep/: the domain, who signs in, what accounts say of themselves
  disco,
  components,
  externalServices,
  bytestreams,
  upload,
  hostMeta,
  contact,
  caps,
  caps2,
  softwareVersion,
  time,
  ping,
  fast,
  clientAccess,
  registration,
  invitations,
  moved,
  storageCommand,
  administration,
  vcard,
  vcardAvatars,
  privateStorage,
  // xep/kit/
  commands,
  // xep/history/: each message gets its id and is archived before carbons copy it
  archivePreferences,
  stanzaIds,
  fulltext,
  archive,
  retraction,
  files,
  carbons,
  // xep/, after carbons: their copies for connected sessions come before the notifications of push
  clientState,
  push,
  // xep/rooms/
  rooms,
  occupantIds,
  roomArchives,
  roomRetraction,
  moderation,
  channelSearch,
  mentions,
  roomPush,
  roomAvatars,
  hats,
  circles,
  // xep/publishing/
  pubsub,
  pep,
  avatarConversion,
  vcard4,
  bookmarks,
  displayed,
  serverInformation,
];
