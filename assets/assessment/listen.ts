import { button } from "./dom";
import { all } from "./frame";
import type { Item } from "./instrument";
import { answerText } from "./parts";
import type { Runner } from "./runner";

/**
 * Reads questions aloud: a recording where the page has one, else a voice that
 * is on the device itself. Any other voice would send the question to a server.
 */
export class Listening {
  private readonly voices: SpeechSynthesis | undefined;
  private playing: HTMLAudioElement | null = null;

  constructor(
    private readonly runner: Runner,
    private readonly app: HTMLElement,
    window: Window,
  ) {
    this.voices = window.speechSynthesis as SpeechSynthesis | undefined;
    // Voices are often known only after a while. Safari knows no listener here.
    if (this.voices) this.voices.onvoiceschanged = () => this.showButtons();
  }

  /** A button for each language of the reader, hidden while nothing speaks it. */
  buttons(item: Item, options: readonly string[]): HTMLButtonElement[] {
    const first = this.runner.speech.first;
    const second = this.runner.speech.second;
    return [first, second].flatMap((l) => {
      if (l === null) return [];
      const word = `items.${item.id}`;
      const html = l.foreign?.[word] ?? l.html;
      const recording = this.runner.paper.querySelector<HTMLAudioElement>(`[data-item="${item.id}"] audio[data-audio="${l.tag}"]`);
      const label = `${l.messages["items-listen"]}${second === null ? "" : ` (${l.name})`}`;
      const b = button(label, "quiet", () => this.speak(recording, html, [l.words[word], ...options.map((id) => answerText(this.runner.data.instrument, l, item.id, id))].join(". ")));
      b.lang = l.html;
      b.dir = l.dir;
      b.classList.add("question__listen");
      if (recording === null) {
        b.dataset["voice"] = html;
        b.hidden = this.voice(html) === undefined;
      }
      return [b];
    });
  }

  stop(): void {
    this.playing?.pause();
    this.voices?.cancel();
  }

  private speak(recording: HTMLAudioElement | null, html: string, text: string): void {
    this.stop();
    this.playing = recording;
    if (recording !== null) {
      recording.currentTime = 0;
      void recording.play();
      return;
    }
    const voice = this.voice(html);
    if (voice === undefined) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    this.voices?.speak(words);
  }

  private voice(html: string): SpeechSynthesisVoice | undefined {
    const speaks = (tag: string): string | undefined => tag.toLowerCase().split(/[-_]/)[0];
    return this.voices?.getVoices().find((v) => v.localService === true && speaks(v.lang) === speaks(html));
  }

  private showButtons(): void {
    for (const b of all(this.app, "[data-voice]")) b.hidden = this.voice(b.dataset["voice"] ?? "") === undefined;
  }
}
