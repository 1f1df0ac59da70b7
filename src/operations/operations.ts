/** What a running server can be asked, each once. The doors are the control socket and the commands of XEP-0133. */
import type { Certificates } from "../certificate/source.ts";
import { lazy, withLazy } from "../lazy.ts";
import { files } from "../xep/history/files/files.ts";
import { rooms } from "../xep/rooms/0045-muc/muc.ts";
import { circles } from "../xep/rooms/circles/circles.ts";
import type { KernelOperationDeps, KernelOperations } from "./administration.ts";
import type { AuditOperations } from "./audit.ts";
import type { BackupOperations } from "./backup.ts";
import type { CertificateOperations } from "./certificate.ts";
import type { CircleOperations } from "./circles.ts";
import type { ExportOperations } from "./export.ts";
import type { FederationDeps, FederationOperations } from "./federation.ts";
import type { FileDeps, FileOperations } from "./files.ts";
import type { ImportOperations } from "./import-live.ts";
import type { MoveInOperations } from "./move-in.ts";
import type { ReachabilityDeps, ReachabilityOperations } from "./reachability.ts";
import type { RoomOperations } from "./rooms.ts";
import type { StatusDeps, StatusReport } from "./status.ts";

export interface Operations extends KernelOperations {
  readonly rooms: RoomOperations;
  readonly circles: CircleOperations;
  readonly files: FileOperations;
  readonly federation: FederationOperations;
  readonly certificate: CertificateOperations;
  readonly reachability: ReachabilityOperations;
  readonly audit: AuditOperations;
  readonly backup: BackupOperations;
  readonly export: ExportOperations;
  readonly moveIn: MoveInOperations;
  readonly import: ImportOperations;
  readonly status: () => StatusReport;
  /** Resolves when home and machine have been looked at anew: `status` and the messages to administrators follow. */
  readonly look: () => Promise<void>;
  /** The domains served here, in the order of config.toml. */
  readonly domains: readonly string[];
}

export interface OperationDeps
  extends Pick<KernelOperationDeps, "db" | "accounts" | "booted">,
    Pick<FileDeps, "inTurns" | "webOrigin">,
    Omit<StatusDeps, "accounts" | "notReached" | "health"> {
  readonly kernelOperations: KernelOperations;
  readonly audit: AuditOperations;
  readonly federation: Omit<FederationDeps, "domains" | "subdomains">;
  readonly certificates: Certificates;
  /** Asked for once. */
  readonly reachability: () => Omit<ReachabilityDeps, "domains" | "listening">;
  readonly moveIn: MoveInOperations;
  readonly import: ImportOperations;
  readonly backup: BackupOperations;
  readonly health: StatusDeps["health"] & { readonly look: () => Promise<void> };
}

const forCertificate = lazy((): typeof import("./certificate.ts") => require("./certificate.ts"));
const forCircles = lazy((): typeof import("./circles.ts") => require("./circles.ts"));
const forExport = lazy((): typeof import("./export.ts") => require("./export.ts"));
const forFederation = lazy((): typeof import("./federation.ts") => require("./federation.ts"));
const forFiles = lazy((): typeof import("./files.ts") => require("./files.ts"));
const forReachability = lazy((): typeof import("./reachability.ts") => require("./reachability.ts"));
const forRooms = lazy((): typeof import("./rooms.ts") => require("./rooms.ts"));
const forStatus = lazy((): typeof import("./status.ts") => require("./status.ts"));

/** Each group is made, and its code loaded, when it is first asked for. */
export function openOperations(deps: OperationDeps): Operations {
  const { domains, booted, certificates, federation, audit, kernelOperations } = deps;
  const operations: Operations = withLazy<Operations>({
    accounts: () => kernelOperations.accounts,
    sessions: () => kernelOperations.sessions,
    announcements: () => kernelOperations.announcements,
    invitations: () => kernelOperations.invitations,
    domains: () => domains,
    moveIn: () => deps.moveIn,
    import: () => deps.import,
    backup: () => deps.backup,
    audit: () => ({ list: audit.list }),
    export: () =>
      forExport().exportOperations({
        ...deps,
        rooms: booted.use(rooms).exported,
        circles: booted.use(circles).exported,
      }),
    rooms: () => forRooms().roomOperations({ ...deps, operator: booted.use(rooms).operator }),
    circles: () => forCircles().circleOperations({ ...deps, circles: booted.use(circles) }),
    files: () => forFiles().fileOperations({ ...deps, files: booted.use(files) }),
    federation: () => forFederation().federationOperations({ ...federation, domains, subdomains: booted.subdomains }),
    certificate: () => forCertificate().certificateOperations(certificates),
    reachability: () =>
      forReachability().reachabilityOperations({ ...deps.reachability(), domains, listening: deps.listening }),
    look: () => deps.health.look,
    status: () => () => forStatus().statusReport({ ...deps, notReached: operations.reachability.notReached }),
  });
  return operations;
}
