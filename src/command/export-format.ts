/** The forms in which `export` writes. */
export const EXPORT_FORMATS = ["xep0227", "prosody", "ejabberd"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
