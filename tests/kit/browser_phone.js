// A phone in a browser, for tests: SIP over WebSocket by JsSIP, the microphone and the sound by the browser itself.
import JsSIP from "jssip";

const MICROPHONE = { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } };
const LOUD = -60; // decibels below full scale; silence is far below
const BRIEF_MS = 50;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// JsSIP keeps the last challenge of an answer and knows MD5 only; the engine's last one is SHA-256 (RFC 8760, ADR 13).
class Socket extends JsSIP.WebSocketInterface {
  _onMessage({ data }) {
    super._onMessage({ data: data.replace(/^WWW-Authenticate:.*algorithm=SHA-256.*\r\n/m, "") });
  }
}

class BrowserPhone {
  constructor({ address, user, password }) {
    const socket = new Socket(address);
    this.agent = new JsSIP.UA({ sockets: [socket], uri: `sip:${user}@127.0.0.1`, password, session_timers: false });
    this.agent.on("newRTCSession", ({ session }) => this.take(session));
  }

  // Resolves once the phone is registered; rejects with the reason when it is refused.
  register() {
    return new Promise((resolve, reject) => {
      this.agent.once("registered", () => resolve());
      this.agent.once("registrationFailed", ({ cause }) => reject(new Error(cause)));
      this.agent.start();
    });
  }

  // Resolves once the called one answered; rejects with the reason when nobody does.
  call(number) {
    return new Promise((resolve, reject) => {
      this.agent.call(`sip:${number}@127.0.0.1`, { mediaConstraints: MICROPHONE, pcConfig: { iceServers: [] } });
      this.session.once("confirmed", () => resolve());
      this.session.once("failed", ({ cause }) => reject(new Error(cause)));
    });
  }

  // The phone takes the next call that comes, with its microphone.
  answerNext() {
    this.agent.once("newRTCSession", ({ session }) => session.answer({ mediaConstraints: MICROPHONE }));
  }

  // Resolves once the strongest tone that is heard lies within 10 Hz of this one.
  async hears(frequency) {
    while (Math.abs(this.strongest() - frequency) > 10) await wait(BRIEF_MS);
  }

  hangup() {
    this.session.terminate();
  }

  // How media travels: the protocol of the keys, and the codec.
  async media() {
    const rows = [...(await this.session.connection.getStats()).values()];
    const codec = rows.find((row) => row.type === "codec");
    const transport = rows.find((row) => row.type === "transport");
    return { keys: transport?.dtlsState, cipher: transport?.srtpCipher, codec: codec?.mimeType };
  }

  take(session) {
    this.session = session;
    const listen = (connection) => connection.addEventListener("track", ({ streams }) => this.listen(streams[0]));
    if (session.connection) listen(session.connection);
    else session.once("peerconnection", ({ peerconnection }) => listen(peerconnection));
  }

  listen(stream) {
    new Audio().srcObject = stream; // Chromium feeds an analyser only from a stream that something plays
    const context = new AudioContext();
    this.analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(stream).connect(this.analyser);
  }

  strongest() {
    if (!this.analyser) return 0;
    const levels = new Float32Array(this.analyser.frequencyBinCount);
    this.analyser.getFloatFrequencyData(levels);
    const peak = levels.indexOf(Math.max(...levels));
    return levels[peak] > LOUD ? (peak * this.analyser.context.sampleRate) / this.analyser.fftSize : 0;
  }
}

globalThis.BrowserPhone = BrowserPhone;
