/** XEP-0433: Extended Channel Search: searching the public rooms of a service. */
import type { Element } from "ltx";
import { lazy } from "../../lazy.ts";
import { NS_CHANNEL_SEARCH } from "../../namespaces.ts";
import { turnOwner } from "../../server/in-turns.ts";
import { defineModule } from "../../server/module.ts";
import { type Stanza, xml } from "../../stanza.ts";
import { type PageRequest, pageRequestIn } from "../kit/0059-rsm.ts";
import { rooms } from "./0045-muc/muc.ts";
import type { Search } from "./0433-search-form.ts";

const formFile = lazy((): typeof import("./0433-search-form.ts") => require("./0433-search-form.ts"));
const resultsFile = lazy((): typeof import("./0433-search-results.ts") => require("./0433-search-results.ts"));

/** Rooms between two `yield`s. */
const PORTION = 50;

export const channelSearch = defineModule({
  name: "channel_search",
  xep: "0433",
  version: "0.1.0",
  setup: ({ domains, inTurns, use }) => {
    const { engine, extend } = use(rooms);

    /** Goes through all public rooms of a service (a domain), in portions. */
    const run = function* (service: string, search: Search, page: PageRequest): Generator<void, Element> {
      const { matches, openSearchResult } = resultsFile();
      const result = openSearchResult(search.key, page);
      let after = "";
      for (;;) {
        const listed = search.includesRooms ? engine.rooms.listedWithConfig(service, after, PORTION) : [];
        for (const room of listed) if (matches(room, search)) result.add(room);
        const last = listed.at(-1);
        if (!last || listed.length < PORTION) return result.element();
        after = last.jid;
        yield;
      }
    };

    const search = (request: Element, { from, to }: Stanza): Element | Promise<Element> => {
      const { searchForm, searchIn } = formFile();
      const asked = searchIn(request);
      if (!asked) return xml("search", { xmlns: NS_CHANNEL_SEARCH }, searchForm());
      return inTurns(turnOwner(from, domains), run(to?.domain ?? "", asked, pageRequestIn(request)));
    };

    extend({ serviceIq: { [NS_CHANNEL_SEARCH]: { get: { search } } } });
    return {};
  },
});
