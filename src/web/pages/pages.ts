/** All pages: the product's list of them. */
import type { HttpRoute } from "../../http.ts";
import { openAssets } from "../assets.ts";
import { chatAssets } from "../chat-assets.ts";
import { formTokens } from "../form-tokens.ts";
import type { ErrorResponse } from "../site.ts";
import type { WebSessions } from "../web-sessions.ts";
import { accountPage } from "./account/account.ts";
import { appsSection, type OwnApps } from "./account/apps.ts";
import { exportSection, type OwnExport } from "./account/export.ts";
import { filesSection, type OwnFiles } from "./account/files.ts";
import { foreignPasswordSection } from "./account/foreign-password.ts";
import { historySection, type OwnHistory } from "./account/history.ts";
import { invitationsSection } from "./account/invitations.ts";
import { type Leave, leaveSection } from "./account/leave.ts";
import { moveInSection, type OwnMoveIn } from "./account/move-in.ts";
import type { OwnInvitations } from "./account/own-invitations.ts";
import { type PasswordDeps, passwordSection } from "./account/password.ts";
import { type OwnProfile, profileSection } from "./account/profile.ts";
import { type SignInDeps, signInPage, signInRoutes } from "./account/sign-in.ts";
import { type AdminDeps, adminPages } from "./admin/admin.ts";
import { type Chat, chatPages } from "./chat/chat.ts";
import { type CheckPage, checkPage } from "./check.ts";
import { type Door, doorPage } from "./door.ts";
import { errorPages } from "./error-page.ts";
import type { InvitationPages } from "./invite/invitation.ts";
import { invitePage } from "./invite/invite.ts";
import { welcomePage } from "./invite/welcome.ts";
import { languageForm } from "./language-form.ts";
import type { Brand } from "./layout.ts";
import { pageRoutes } from "./page-routes.ts";
import { passwordProof } from "./password-proof.ts";
import { resetPage } from "./reset/reset.ts";

export interface PagesDeps extends Pick<SignInDeps, "signIn">, Pick<PasswordDeps, "minimum"> {
  /** Undefined where passwords are not kept here. */
  readonly setPassword: PasswordDeps["setPassword"] | undefined;
  readonly brand: Omit<Brand, "assets" | "start">;
  readonly sessions: WebSessions;
  /** 32 secret bytes. */
  readonly formKey: Uint8Array;
  /** Undefined: "/" is nothing. */
  readonly door: Door | undefined;
  readonly admin: AdminDeps;
  /** Undefined where nobody uploads files. */
  readonly files: OwnFiles | undefined;
  /** Undefined: there is no chat in the browser. */
  readonly chat: Chat | undefined;
  readonly invitations: InvitationPages;
  readonly check: CheckPage;
  readonly ownInvitations: OwnInvitations;
  readonly profile: OwnProfile;
  readonly apps: OwnApps;
  readonly history: OwnHistory;
  /** Undefined where this server calls no others. */
  readonly moveIn: OwnMoveIn | undefined;
  readonly exportOf: OwnExport;
  readonly leave: Leave;
}

export interface Pages {
  readonly routes: readonly HttpRoute[];
  readonly errorResponse: ErrorResponse;
  readonly brand: Brand;
}

export function openPages(deps: PagesDeps): Pages {
  const { sessions, setPassword, door, files, moveIn, chat } = deps;
  const hasResets = setPassword !== undefined;
  const notFound = (request: Request): Response => errorResponse(404, request);
  const assets = openAssets(notFound);
  const brand: Brand = { ...deps.brand, assets: assets.paths, start: door ? "/" : "/account" };
  const errorResponse = errorPages(brand);
  const passwordPage = passwordProof(deps);
  const tokens = formTokens(deps.formKey);
  const pages = pageRoutes({
    brand,
    sessions,
    tokens,
    errorResponse,
    passwordPage,
    signInPage: signInPage({ hasResets }),
  });
  const sections = [
    profileSection(pages, deps.profile, errorResponse),
    setPassword ? passwordSection(pages, { ...deps, setPassword }) : foreignPasswordSection(pages),
    appsSection(pages, deps.apps),
    invitationsSection(pages, deps.ownInvitations),
    ...(files ? [filesSection(pages, files)] : []),
    historySection(pages, deps.history, errorResponse),
    ...(moveIn ? [moveInSection(pages, moveIn)] : []),
    exportSection(pages, deps.exportOf),
    leaveSection(pages, deps.leave),
  ];
  const hasChat = chat !== undefined;
  const links = { ...deps, errorResponse, hasChat };
  return {
    errorResponse,
    brand,
    routes: [
      assets.route,
      languageForm(pages),
      ...(door ? [doorPage(pages, door, hasChat)] : []),
      ...(chat ? [chatAssets(notFound), ...chatPages(pages, chat)] : []),
      accountPage(pages, sections, { isAdministrator: deps.admin.isAdministrator, hasChat }),
      ...signInRoutes(pages, { ...deps, hasResets }),
      ...adminPages(pages, { ...deps.admin, adminStyle: assets.paths.adminStyle }),
      invitePage(pages, links),
      checkPage(pages, deps.check),
      resetPage(pages, links),
      welcomePage(pages, hasChat),
      ...sections.flatMap(({ routes }) => routes),
    ],
  };
}
