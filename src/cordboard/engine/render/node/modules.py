"""The engine's modules, by what needs them. Source: `module show` and the MODULEINFO of Asterisk 22.10."""

_STORAGE = (
    "res_sorcery_config", "res_sorcery_memory", "res_sorcery_memory_cache", "res_sorcery_astdb",
    "res_sorcery_realtime", "res_config_sqlite3",
)  # fmt: skip
_CORE = ("res_timing_timerfd", "res_crypto", "pbx_config", "res_musiconhold", "res_manager_devicestate")
_MEDIA = (
    "res_rtp_asterisk", "res_srtp", "codec_resample", "codec_ulaw", "codec_alaw", "codec_a_mu", "codec_gsm",
    "codec_g722", "codec_g726", "codec_speex", "codec_opus_open_source", "format_wav", "format_wav_gsm",
    "format_gsm", "format_pcm", "format_sln", "format_g726", "format_h264", "format_vp8",
    "res_format_attr_opus", "res_format_attr_h264", "res_format_attr_vp8", "res_format_attr_ilbc",
)  # fmt: skip
_BRIDGES = (
    "bridge_simple", "bridge_native_rtp", "bridge_softmix", "bridge_holding", "bridge_builtin_features",
)  # fmt: skip
_SIP = (
    "res_pjproject", "res_pjsip", "res_pjsip_session", "res_pjsip_pubsub", "chan_pjsip",
    "res_pjsip_authenticator_digest", "res_pjsip_outbound_authenticator_digest", "res_pjsip_outbound_registration",
    "res_pjsip_endpoint_identifier_user", "res_pjsip_endpoint_identifier_ip", "res_pjsip_registrar", "res_pjsip_path", "res_pjsip_nat",
    "res_pjsip_sdp_rtp", "res_pjsip_caller_id", "res_pjsip_diversion", "res_pjsip_dlg_options",
    "res_pjsip_dtmf_info", "res_pjsip_empty_info", "res_pjsip_header_funcs", "res_pjsip_refer",
    "res_pjsip_rfc3326", "res_pjsip_outbound_publish", "res_pjsip_exten_state", "res_pjsip_dialog_info_body_generator",
    "res_pjsip_pidf_body_generator", "res_pjsip_xpidf_body_generator", "res_pjsip_mwi",
    "res_pjsip_mwi_body_generator", "res_pjsip_notify", "res_pjsip_acl", "res_pjsip_logger",
    "res_http_websocket", "res_pjsip_transport_websocket",
)  # fmt: skip
_APPLICATIONS = (
    "app_dial", "app_echo", "app_exec", "app_playback", "app_read", "app_record", "app_softhangup", "app_stack", "app_verbose",
    "app_voicemail", "app_directed_pickup", "app_stasis", "app_originate", "app_cdr", "app_userevent",
    "res_speech", "res_agi",
)  # fmt: skip
_FUNCTIONS = (
    "func_callerid", "func_cdr", "func_channel", "func_cut", "func_devstate", "func_env", "func_dialplan", "func_global",
    "func_groupcount", "func_hangupcause", "func_logic", "func_math", "func_strings", "func_timeout",
    "func_uri", "func_pjsip_aor", "func_pjsip_contact", "func_pjsip_endpoint",
)  # fmt: skip
_REST = (
    "res_stasis", "res_stasis_answer", "res_stasis_device_state", "res_stasis_playback",
    "res_stasis_recording", "res_stasis_snoop", "res_websocket_client", "res_ari_model", "res_ari",
    "res_ari_applications", "res_ari_asterisk", "res_ari_bridges", "res_ari_channels",
    "res_ari_device_states", "res_ari_endpoints", "res_ari_events", "res_ari_playbacks",
    "res_ari_recordings", "res_ari_sounds",
)  # fmt: skip
_RECORDS = ("res_cdrel_custom", "cdr_custom")

MODULES = (
    *_STORAGE, *_CORE, *_MEDIA, *_BRIDGES, *_SIP, *_APPLICATIONS, *_FUNCTIONS, *_REST, *_RECORDS,
)  # fmt: skip
