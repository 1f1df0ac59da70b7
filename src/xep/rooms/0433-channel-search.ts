/** XEP-0433: Extended Channel Search: the public rooms of a service, found by what they are about. */
import type { Element } from "ltx";
import { turnOwner } from "../../server/in-turns.ts";
import { defineModule } from "../../server/module.ts";
import { type Stanza, xml } from "../../stanza.ts";
import { type PageRequest, pageRequested } from "../kit/0059-rsm.ts";
import { rooms } from "./0045-muc/muc.ts";
import { NS_SEARCH, type Search, searchForm, searchIn } from "./0433-search-form.ts";
import { matches, openSearchResult } from "./0433-search-results.ts";

/** How many rooms are looked at in one step. */
const PORTION = 50;

export const channelSearch = defineModule({
  name: "channel_search",
  xep: "0433",
  version: "0.1.0",
  setup: ({ domains, inTurns, use }) => {
    const { engine, extend } = use(rooms);

    /** All that the service lists, a few at a time: between two of them others may come in. */
    const searched = function* (service: string, sought: Search, request: PageRequest): Generator<void, Element> {
      const result = openSearchResult(sought.key, request);
      let after = "";
      for (;;) {
        const listed = sought.isForRooms ? engine.rooms.listedWithConfig(service, after, PORTION) : [];
        for (const room of listed) if (matches(room, sought)) result.add(room);
        const last = listed.at(-1);
        if (!last || listed.length < PORTION) return result.element();
        after = last.jid;
        yield;
      }
    };

    const search = (request: Element, { from, to }: Stanza): Element | Promise<Element> => {
      const sought = searchIn(request);
      if (!sought) return xml("search", { xmlns: NS_SEARCH }, searchForm());
      return inTurns(turnOwner(from, domains), searched(to?.domain ?? "", sought, pageRequested(request)));
    };

    extend({ serviceIq: { [NS_SEARCH]: { get: { search } } } });
    return {};
  },
});
