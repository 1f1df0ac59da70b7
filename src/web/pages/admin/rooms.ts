/** Rooms: all of them, a page at a time; one, with its owners; its end. */
import type { HttpRoute } from "../../../http.ts";
import { roomKind, roomMessages } from "../../../messages/rooms.ts";
import type { RoomDetails, RoomEntry } from "../../../operations/rooms.ts";
import { done, problem } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { redirect } from "../layout.ts";
import { localTime } from "../local-time.ts";
import { type AdminFrame, type AdminVisit, attempt, isConfirmed, missing, pager, pathWith } from "./frame.ts";
import { facts, table } from "./table.ts";

const PATH = "/admin/rooms";
const ONE = `${PATH}/one`;
const DESTROY = `${PATH}/destroy`;
const PAGE_SIZE = 50;
/** Owners that are named. */
const MAX_OWNERS = 20;
const MAX_REASON = 500;

const roomPath = (room: string): string => pathWith(ONE, { jid: room });

export function roomPages(frame: AdminFrame): readonly HttpRoute[] {
  const show = async (visit: AdminVisit, room: string, sentence?: string): Promise<Response> => {
    const found = await attempt(visit, () => visit.operations.rooms.show(room));
    if (found.is === "refused") return missing(frame, visit, "rooms", found.sentence);
    return frame.page(
      { ...visit, path: roomPath(room) },
      {
        tab: "rooms",
        title: found.result.config.roomname || room,
        status: sentence === undefined ? 200 : 422,
        main: one(visit, found.result, sentence),
      },
    );
  };

  return [
    frame.route(PATH, {
      get: (visit) => {
        const { rooms: texts, tabs } = visit.messages;
        const after = visit.query.get("after") ?? "";
        const { rooms, next } = visit.operations.rooms.page(PAGE_SIZE, after);
        return frame.page(
          { ...visit, path: pathWith(PATH, { after }) },
          {
            tab: "rooms",
            title: tabs.rooms,
            main: html`<h1>${tabs.rooms}</h1>
${done(visit.query.get("done") === "destroyed" ? texts.destroy.done : undefined)}
${rooms.length > 0 ? list(visit, rooms) : after === "" && html`<p class="lead">${texts.none}</p>`}
${pager(visit, PATH, { after, next })}`,
          },
        );
      },
    }),
    frame.route(ONE, {
      get: (visit) => {
        const room = visit.query.get("jid") ?? "";
        return room === "" ? redirect(PATH) : show(visit, room);
      },
    }),
    frame.route(DESTROY, {
      get: () => redirect(PATH),
      post: async (visit, form) => {
        const { rooms } = visit.operations;
        const { destroy: texts } = visit.messages.rooms;
        const room = form.text("jid");
        const found = await attempt(visit, () => rooms.show(room));
        if (found.is === "refused") return missing(frame, visit, "rooms", found.sentence);
        if (!isConfirmed(form))
          return frame.question(visit, {
            tab: "rooms",
            title: texts.title(found.result.config.roomname || room),
            lead: texts.lead,
            fields: html`<div class="field"><label for="reason">${texts.reason}</label>
<input type="text" id="reason" name="reason" maxlength="${MAX_REASON}"></div>
`,
            button: texts.confirm,
            action: DESTROY,
            carries: { jid: room },
            back: roomPath(room),
            isGrave: true,
          });
        const result = await attempt(visit, () => rooms.destroy(room, form.text("reason").slice(0, MAX_REASON)));
        return result.is === "refused" ? show(visit, room, result.sentence) : redirect(`${PATH}?done=destroyed`);
      },
    }),
  ];
}

const list = ({ messages, language }: AdminVisit, rooms: readonly RoomEntry[]): Html => {
  const { columns } = messages.rooms;
  const texts = roomMessages[language];
  return table(
    [columns.room, columns.kind, columns.inside, columns.members],
    rooms.map((room) => [
      html`<a href="${roomPath(room.jid)}"><bdi>${room.name || room.jid}</bdi></a>${room.name !== "" && html`<br><span class="jid hint">${room.jid}</span>`}`,
      roomKind(room, language),
      texts.inside(room.occupants),
      texts.members(room.members),
    ]),
  );
};

function one(visit: AdminVisit, room: RoomDetails, sentence?: string): Html {
  const { rooms: texts } = visit.messages;
  const { jid, config, isLocked, affiliations, occupants, created } = room;
  const owners = affiliations.filter(({ affiliation }) => affiliation === "owner");
  const members = affiliations.filter(({ affiliation }) => affiliation !== "outcast").length;
  const kind = { isPublic: config.publicroom, isForMembers: config.membersonly, isLocked };
  const named = owners
    .slice(0, MAX_OWNERS)
    .map((owner, index) => html`${index > 0 && ", "}<span class="jid">${owner.jid}</span>`);
  return html`<div class="narrow"><h1><bdi>${config.roomname || jid}</bdi></h1>
${problem(sentence)}
<p class="jid">${jid}</p>
<div class="card">${facts([
    [texts.columns.kind, roomKind(kind, visit.language)],
    [texts.owners, owners.length === 0 ? texts.noOwner : html`${named}${owners.length > MAX_OWNERS && ", …"}`],
    [texts.inside, roomMessages[visit.language].inside(occupants.length)],
    [texts.members, members],
    [texts.about, config.roomdesc],
    [texts.made, localTime(created, visit.language)],
  ])}</div>
${visit.formTo(DESTROY)}<input type="hidden" name="jid" value="${jid}"><button class="button danger">${texts.destroy.button}</button></form>
<p class="row"><a href="${PATH}">${texts.back}</a></p></div>`;
}
