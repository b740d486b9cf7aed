import { encode } from "./code";
import { make, type Child } from "./dom";
import { dateOf, fold, hint, paragraph, press, row, section, tell } from "./parts";
import { qr } from "./qr";
import { write } from "./response";
import type { Result } from "./score";
import type { Run, Session } from "./session";
import { copy } from "./text";

/** Taking a result to another device: a code to type, a link and its QR code, a file. Nothing is sent from here. */
export function handover(session: Session, result: Result): Node {
  const data = session.data;
  const speech = session.speech;
  if (data.instrument.private) return section(speech.both("hand"), tell(session, "hand-private"));
  const taken = (): void => session.change({ copied: new Date().toISOString() });
  // What is no longer asked is not handed over: whoever changed their way does not see it any more.
  const asked = Object.entries(session.run.answers).filter((a) => result.path.includes(a[0]));
  const run: Run = { ...session.run, answers: Object.fromEntries(asked) };
  return section(
    speech.both("hand"),
    tell(session, "hand-what"),
    // A code is of use where there is a page to open it.
    data.pages.receive !== "" && codes(session, run, taken),
    row(
      press(session, "hand-file", () => {
        const url = URL.createObjectURL(new Blob([write(data.instrument, run, result)], { type: "application/json" }));
        make("a", { href: url, download: `${data.instrument.id}-${dateOf(session.run).slice(0, 10)}.json` }).click();
        setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers begin to read only after the click is over
        taken();
        session.status(speech.say("hand-saved"));
      }),
    ),
    tell(session, "hand-file-what", {}, hint),
  );
}

/** The code to type; as a link and its QR code it leads to the page that opens it. */
function codes(session: Session, run: Run, taken: () => void): Child {
  const speech = session.speech;
  const code = encode(session.data.instrument, run);
  const page = new URL(session.data.pages.receive, location.href.replace(/[?#].*/, "")).href;
  const address = make("input", { class: "result__copy", type: "text", readonly: true, dir: "ltr", "aria-label": speech.say("hand-link") });
  address.value = `${page}#c=${code.replace(/\s/g, "")}`;
  // A page opened from the disk of one device is nowhere on another one.
  const served = location.protocol !== "file:";
  return [
    make("h4", {}, speech.both("hand-code")),
    served && paragraph([speech.both("hand-enter"), " ", make("bdi", { class: "result__address", dir: "ltr" }, page.replace(/^https?:\/\//, ""))]),
    make("p", { class: "result__code", dir: "ltr", translate: "no" }, code.split(" ").map((group) => [make("span", {}, group), " "])),
    served
      ? fold(session, "hand-qr", [
          tell(session, "hand-scan"),
          drawing(address.value, speech.say("hand-alt")),
          address,
          row(
            press(session, "hand-link", () => {
              copy(session, address);
              taken();
            }),
          ),
        ])
      : tell(session, "hand-local"),
  ];
}

/** The symbol with its quiet zone of four modules; the style sheet makes it black on white whatever the colours of the page. */
function drawing(text: string, name: string): Child {
  const symbol = qr(text);
  if (!symbol) return null; // such a long address is no use to a camera either
  const size = symbol.length + 8;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS(svg.namespaceURI as "http://www.w3.org/2000/svg", "path");
  const attributes = { class: "result__qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": name };
  for (const a of Object.entries(attributes)) svg.setAttribute(a[0], a[1]);
  path.setAttribute("d", symbol.flatMap((line, y) => line.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join(""));
  svg.append(path);
  return svg;
}
