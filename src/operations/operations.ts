/** What a running server can be asked, each once. The doors are the control socket and the commands of XEP-0133. */
import type { Certificates } from "../certificate/source.ts";
import { files } from "../xep/history/files/files.ts";
import { rooms } from "../xep/rooms/0045-muc/muc.ts";
import { circles } from "../xep/rooms/circles/circles.ts";
import type { KernelOperationDeps, KernelOperations } from "./administration.ts";
import type { AuditOperations } from "./audit.ts";
import type { BackupOperations } from "./backup.ts";
import { type CertificateOperations, certificateOperations } from "./certificate.ts";
import { type CircleOperations, circleOperations } from "./circles.ts";
import { type ExportOperations, exportOperations } from "./export.ts";
import { type FederationDeps, type FederationOperations, federationOperations } from "./federation.ts";
import { type FileDeps, type FileOperations, fileOperations } from "./files.ts";
import type { ImportOperations } from "./import-live.ts";
import type { MoveInOperations } from "./move-in.ts";
import { type ReachabilityDeps, type ReachabilityOperations, reachabilityOperations } from "./reachability.ts";
import { type RoomOperations, roomOperations } from "./rooms.ts";
import { type StatusDeps, type StatusReport, statusReport } from "./status.ts";

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
  readonly reachability: Omit<ReachabilityDeps, "domains" | "listening">;
  readonly moveIn: MoveInOperations;
  readonly import: ImportOperations;
  readonly backup: BackupOperations;
  readonly health: StatusDeps["health"] & { readonly look: () => Promise<void> };
}

export function openOperations(deps: OperationDeps): Operations {
  const { domains, booted, certificates, federation, audit } = deps;
  const reachability = reachabilityOperations({ ...deps.reachability, domains, listening: deps.listening });
  return {
    ...deps.kernelOperations,
    domains,
    moveIn: deps.moveIn,
    import: deps.import,
    backup: deps.backup,
    audit: { list: audit.list },
    export: exportOperations({ ...deps, rooms: booted.use(rooms).exported, circles: booted.use(circles).exported }),
    rooms: roomOperations({ ...deps, operator: booted.use(rooms).operator }),
    circles: circleOperations({ ...deps, circles: booted.use(circles) }),
    files: fileOperations({ ...deps, files: booted.use(files) }),
    federation: federationOperations({ ...federation, domains, subdomains: booted.subdomains }),
    certificate: certificateOperations(certificates),
    reachability,
    look: deps.health.look,
    status: () => statusReport({ ...deps, notReached: reachability.notReached }),
  };
}
