/** XEP-0433: Extended Channel Search: the public rooms of a service, found by what they are about. */
import type { Element } from "ltx";
import { defineModule } from "../../server/module.ts";
import { type Stanza, xml } from "../../stanza.ts";
import { rooms } from "../0045-muc/muc.ts";
import { pageRequested } from "../0059-rsm.ts";
import { matches, resultOf } from "./results.ts";
import { NS_SEARCH, searchForm, searchIn } from "./search.ts";

export const channelSearch = defineModule({
  name: "channel_search",
  xep: "0433",
  version: "0.1.0",
  setup: ({ use }) => {
    const { engine, extend } = use(rooms);

    const search = (request: Element, { to }: Stanza): Element => {
      const sought = searchIn(request);
      if (!sought) return xml("search", { xmlns: NS_SEARCH }, searchForm());
      const listed = sought.isForRooms ? engine.rooms.public(to?.domain ?? "") : [];
      const found = listed.filter((room) => matches(room, sought));
      return resultOf(found, sought.key, pageRequested(request));
    };

    extend({ serviceIq: { [NS_SEARCH]: { get: { search } } } });
    return {};
  },
});
