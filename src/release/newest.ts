/** The newest version at a place, by the manifest that is there and signed. */
import { MANIFEST, MAX_MANIFEST, type ReleaseManifest, SIGNATURE, verifiedManifest } from "./manifest.ts";
import { ROOT_KEYS } from "./root-keys.ts";
import { MAX_SIGNATURES, SIGNATURE_BYTES } from "./signature.ts";
import { readWhole, type Source } from "./source.ts";

/** `current`: the version that runs. Rejects with ReleaseError. */
export async function newestRelease(source: Source, current: string): Promise<ReleaseManifest> {
  const manifest = await readWhole(source, MANIFEST, MAX_MANIFEST);
  const signatures = await readWhole(source, SIGNATURE, MAX_SIGNATURES * SIGNATURE_BYTES);
  return verifiedManifest({ manifest, signatures, keys: ROOT_KEYS, now: Date.now(), current });
}
