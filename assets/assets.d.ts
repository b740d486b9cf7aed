/** What is loaded when it is needed, relative to the folder of the scripts. The program fills these names in when it bundles. */
declare const ASSETS: {
  readonly dialog_js: string;
  readonly dialog_css: string;
  readonly disk_js: string;
  readonly mark_css: string;
  readonly mark_js: string;
};
