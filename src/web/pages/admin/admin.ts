/** The administrator's pages: the list of their sections. */
import type { HttpRoute } from "../../../http.ts";
import type { PageRoutes } from "../page-routes.ts";
import { announcementPage } from "./announcement.ts";
import { auditPage } from "./audit.ts";
import { circlePages } from "./circle.ts";
import { circlesPages } from "./circles.ts";
import { facePage } from "./face.ts";
import { type AdminFrameDeps, adminFrame } from "./frame.ts";
import { invitationPages } from "./invitations.ts";
import { peoplePage } from "./people.ts";
import { personPages } from "./person.ts";
import { roomPages } from "./rooms.ts";
import { serverPages } from "./servers.ts";
import { statePage } from "./state.ts";

export interface AdminDeps extends Pick<AdminFrameDeps, "isAdministrator" | "operationsFor"> {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function adminPages(
  pages: PageRoutes,
  deps: AdminDeps & Pick<AdminFrameDeps, "adminStyle">,
): readonly HttpRoute[] {
  const frame = adminFrame(pages, deps);
  const { now } = deps;
  return [
    statePage(frame, now),
    peoplePage(frame, now),
    ...personPages(frame, now),
    facePage(frame),
    ...invitationPages(frame),
    ...circlesPages(frame),
    ...circlePages(frame),
    ...roomPages(frame),
    ...serverPages(frame, now),
    announcementPage(frame),
    auditPage(frame),
  ];
}
