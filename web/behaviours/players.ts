// The player of recordings: a plain <audio controls> until script takes it over.
import { everywhere } from "../lib/page";

const SPEEDS = [1, 1.25, 1.5, 2];
let playing: HTMLAudioElement | null = null;

export function playersStart(): void {
  everywhere(".player", (player) => {
    const audio = player.querySelector("audio");
    const seek = player.querySelector<HTMLInputElement>(".player-seek");
    if (audio && seek) control(player, audio, seek);
  });
}

function control(player: HTMLElement, audio: HTMLAudioElement, seek: HTMLInputElement): void {
  const clock = player.querySelector<HTMLElement>(".player-time");
  const known = Number(player.dataset["seconds"] ?? 0);
  const length = (): number => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : known);
  const show = (): void => {
    const whole = length();
    seek.value = String(whole ? Math.round((audio.currentTime / whole) * 1000) : 0);
    seek.setAttribute("aria-valuetext", `${minutes(audio.currentTime)} / ${minutes(whole)}`);
    if (clock) clock.textContent = `${minutes(audio.currentTime)} / ${minutes(whole)}`;
  };
  audio.controls = false;
  player.dataset["ready"] = "";
  player.querySelector(".player-play")?.addEventListener("click", () => (audio.paused ? void audio.play() : audio.pause()));
  player.querySelector<HTMLElement>(".player-speed")?.addEventListener("click", (event) => faster(audio, event));
  seek.addEventListener("input", () => (audio.currentTime = (Number(seek.value) / 1000) * length()));
  for (const name of ["timeupdate", "durationchange", "ended"]) audio.addEventListener(name, show);
  audio.addEventListener("play", () => started(player, audio));
  audio.addEventListener("pause", () => delete player.dataset["playing"]);
  show();
}

/** One recording plays at a time. */
function started(player: HTMLElement, audio: HTMLAudioElement): void {
  if (playing !== audio) playing?.pause();
  playing = audio;
  player.dataset["playing"] = "";
  player.dispatchEvent(new CustomEvent("player-started", { bubbles: true }));
}

function faster(audio: HTMLAudioElement, event: Event): void {
  audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length] ?? 1;
  (event.currentTarget as HTMLElement).textContent = `${audio.playbackRate}×`;
}

/** Seconds as 1:05 or 1:00:05. */
function minutes(seconds: number): string {
  const whole = Math.floor(seconds);
  const tail = String(whole % 60).padStart(2, "0");
  const middle = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${String(middle).padStart(2, "0")}:${tail}` : `${middle}:${tail}`;
}
