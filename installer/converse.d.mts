/** What converse.mjs exports. */
export declare const VERSION: string;
/** Of its package, in base64. */
export declare const SHA512: string;
export declare const FOLDER: string;
export declare const MARK: string;
export declare function converseFiles(): string;
