CREATE TABLE bounces (
    person_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    since BIGINT NOT NULL,
    last BIGINT NOT NULL,
    accepted BIGINT,
    words TEXT NOT NULL,
    PRIMARY KEY (person_id)
);

CREATE TABLE changes (
    id BIGSERIAL NOT NULL,
    person_id BIGINT NOT NULL,
    newsletter_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    what VARCHAR(16) NOT NULL,
    before JSON,
    after JSON,
    how VARCHAR(32) NOT NULL,
    undoes BIGINT,
    PRIMARY KEY (id)
);

CREATE INDEX ix_changes_person_id ON changes (person_id);

CREATE TABLE consents (
    id BIGSERIAL NOT NULL,
    person_id BIGINT NOT NULL,
    newsletter_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    event VARCHAR(12) NOT NULL,
    how VARCHAR(32) NOT NULL,
    wording TEXT NOT NULL,
    client VARCHAR(64) NOT NULL
);

CREATE INDEX ix_consents_person_id ON consents (person_id);

CREATE TABLE memberships (
    person_id BIGINT NOT NULL,
    newsletter_id BIGINT NOT NULL,
    standing VARCHAR(12) NOT NULL,
    before VARCHAR(12) NOT NULL,
    cadence VARCHAR(64) NOT NULL,
    picks TEXT,
    hour INTEGER,
    snoozed_until BIGINT,
    since BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (person_id, newsletter_id)
);

CREATE INDEX memberships_by_standing ON memberships (newsletter_id, standing, person_id);

CREATE TABLE persons (
    id BIGINT NOT NULL,
    address VARCHAR(320) NOT NULL,
    canonical VARCHAR(320) NOT NULL,
    name TEXT NOT NULL,
    language VARCHAR(35) NOT NULL,
    zone VARCHAR(64) NOT NULL,
    attributes JSON NOT NULL,
    made BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (canonical)
);

CREATE TABLE requests (
    id BIGSERIAL NOT NULL,
    kind VARCHAR(8) NOT NULL,
    state VARCHAR(8) NOT NULL,
    at BIGINT NOT NULL,
    asked BIGINT,
    times INTEGER NOT NULL,
    address TEXT NOT NULL,
    person_id BIGINT,
    newsletters JSON NOT NULL,
    wishes JSON NOT NULL,
    how VARCHAR(32) NOT NULL,
    wording TEXT NOT NULL,
    client VARCHAR(64) NOT NULL,
    tries INTEGER NOT NULL,
    later BIGINT,
    trouble TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_requests_person_id ON requests (person_id);

CREATE INDEX requests_by_state ON requests (state, asked, id);

CREATE TABLE segments (
    name VARCHAR(64) NOT NULL,
    text TEXT NOT NULL,
    made BIGINT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE suppressions (
    key BYTEA NOT NULL,
    reason VARCHAR(32) NOT NULL,
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (key)
);

CREATE TABLE article_versions (
    article_id BIGINT NOT NULL,
    until BIGINT NOT NULL,
    content JSON NOT NULL,
    PRIMARY KEY (article_id, until)
);

CREATE TABLE articles (
    id BIGSERIAL NOT NULL,
    source_id BIGINT NOT NULL,
    guid TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    authors JSON NOT NULL,
    published BIGINT,
    dated_by VARCHAR(12) NOT NULL,
    lead TEXT NOT NULL,
    body TEXT NOT NULL,
    text TEXT NOT NULL,
    language VARCHAR(35) NOT NULL,
    image JSON,
    topics JSON NOT NULL,
    notes JSON NOT NULL,
    hash VARCHAR(64) NOT NULL,
    seen BIGINT NOT NULL,
    changed BIGINT,
    paywalled BOOLEAN NOT NULL,
    removed TEXT NOT NULL,
    held BOOLEAN NOT NULL,
    page_look BIGINT,
    page_tries INTEGER NOT NULL,
    page_hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (source_id, guid)
);

CREATE INDEX articles_by_hash ON articles (source_id, hash);

CREATE INDEX ix_articles_page_look ON articles (page_look);

CREATE INDEX ix_articles_seen ON articles (seen);

CREATE INDEX ix_articles_url ON articles (url);

CREATE TABLE deliveries (
    id BIGSERIAL NOT NULL,
    errand_id BIGINT NOT NULL,
    recipient_id BIGINT NOT NULL,
    address_key BYTEA NOT NULL,
    domain VARCHAR(255) NOT NULL,
    address TEXT NOT NULL,
    variant INTEGER NOT NULL,
    state VARCHAR(10) NOT NULL,
    attempts INTEGER NOT NULL,
    crashes INTEGER NOT NULL,
    doubts INTEGER NOT NULL,
    not_before BIGINT NOT NULL,
    lease BIGINT NOT NULL,
    data_started BIGINT,
    settled BIGINT,
    code INTEGER NOT NULL,
    enhanced VARCHAR(12) NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (errand_id, recipient_id),
    UNIQUE (errand_id, address_key)
);

CREATE INDEX deliveries_due ON deliveries (errand_id, not_before, id) WHERE state = 'queued';

CREATE INDEX deliveries_under_way ON deliveries (lease) WHERE state = 'sending';

CREATE TABLE errands (
    id BIGINT NOT NULL,
    kind VARCHAR(8) NOT NULL,
    newsletter_id BIGINT NOT NULL,
    state VARCHAR(10) NOT NULL,
    reason TEXT NOT NULL,
    in_doubt VARCHAR(12) NOT NULL,
    made BIGINT NOT NULL,
    frozen_upto BIGINT NOT NULL,
    candidates INTEGER NOT NULL,
    empty_handed INTEGER NOT NULL,
    opens BIGINT,
    closes BIGINT,
    "window" VARCHAR(100) NOT NULL,
    segment TEXT NOT NULL,
    canary VARCHAR(8) NOT NULL,
    canary_until BIGINT,
    overruled BOOLEAN NOT NULL,
    active BIGINT,
    sheet BYTEA NOT NULL,
    sheet_hash BYTEA NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_errands_state ON errands (state);

CREATE TABLE gaits (
    relay VARCHAR(64) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    lanes INTEGER NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (relay, domain)
);

CREATE TABLE hubs (
    source_id BIGINT NOT NULL,
    url TEXT NOT NULL,
    topic TEXT NOT NULL,
    state VARCHAR(8) NOT NULL,
    until BIGINT,
    next_step BIGINT,
    failures INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (source_id)
);

CREATE INDEX ix_hubs_next_step ON hubs (next_step);

CREATE TABLE issue_articles (
    issue_id BIGINT NOT NULL,
    article_id BIGINT NOT NULL,
    newsletter_id BIGINT NOT NULL,
    section VARCHAR(64) NOT NULL,
    position INTEGER NOT NULL,
    echo BOOLEAN NOT NULL,
    PRIMARY KEY (issue_id, article_id)
);

CREATE INDEX told ON issue_articles (newsletter_id, article_id);

CREATE TABLE issue_pages (
    issue_id BIGINT NOT NULL,
    language VARCHAR(35) NOT NULL,
    page BYTEA NOT NULL,
    PRIMARY KEY (issue_id, language)
);

CREATE TABLE issues (
    id BIGINT NOT NULL,
    newsletter_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    cadence VARCHAR(64) NOT NULL,
    subject TEXT NOT NULL,
    made BIGINT NOT NULL,
    content JSON NOT NULL,
    page TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (newsletter_id, number)
);

CREATE TABLE leases (
    id BIGINT NOT NULL,
    holder VARCHAR(200) NOT NULL,
    beat INTEGER NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE limits (
    key VARCHAR(200) NOT NULL,
    hits INTEGER NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (key)
);

CREATE INDEX ix_limits_until ON limits (until);

CREATE TABLE mails (
    id BIGINT NOT NULL,
    kind VARCHAR(8) NOT NULL,
    newsletters JSON NOT NULL,
    person_id BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    language VARCHAR(35) NOT NULL,
    made BIGINT NOT NULL,
    tries INTEGER NOT NULL,
    later BIGINT,
    trouble TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_mails_person_id ON mails (person_id);

CREATE TABLE newsletters (
    id BIGINT NOT NULL,
    slug VARCHAR(64) NOT NULL,
    definition JSON NOT NULL,
    from_file BOOLEAN NOT NULL,
    paused BOOLEAN NOT NULL,
    made BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (slug)
);

CREATE TABLE pages (
    key BYTEA NOT NULL,
    content BYTEA NOT NULL,
    read BIGINT NOT NULL,
    PRIMARY KEY (key)
);

CREATE INDEX ix_pages_read ON pages (read);

CREATE TABLE pins (
    newsletter_id BIGINT NOT NULL,
    article_id BIGINT NOT NULL,
    made BIGINT NOT NULL,
    PRIMARY KEY (newsletter_id, article_id)
);

CREATE TABLE relays (
    name VARCHAR(64) NOT NULL,
    failures INTEGER NOT NULL,
    openings INTEGER NOT NULL,
    open_until BIGINT,
    reason TEXT NOT NULL,
    day VARCHAR(10) NOT NULL,
    sent INTEGER NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE returns (
    id BIGSERIAL NOT NULL,
    event_key BYTEA NOT NULL,
    kind VARCHAR(12) NOT NULL,
    source VARCHAR(16) NOT NULL,
    effect VARCHAR(12) NOT NULL,
    proven BOOLEAN NOT NULL,
    errand_id BIGINT,
    person_id BIGINT,
    domain VARCHAR(255) NOT NULL,
    address TEXT NOT NULL,
    code INTEGER NOT NULL,
    enhanced VARCHAR(12) NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (event_key)
);

CREATE INDEX ix_returns_person_id ON returns (person_id);

CREATE INDEX returns_by_errand ON returns (errand_id, person_id);

CREATE INDEX returns_unproven ON returns (id) WHERE effect = 'unproven';

CREATE TABLE runs (
    id BIGINT NOT NULL,
    newsletter_id BIGINT NOT NULL,
    cadence VARCHAR(64) NOT NULL,
    key VARCHAR(64) NOT NULL,
    due BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    closed BIGINT,
    outcome VARCHAR(8) NOT NULL,
    reason TEXT NOT NULL,
    issue_id BIGINT,
    counts JSON NOT NULL,
    lease BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (newsletter_id, cadence, key)
);

CREATE INDEX runs_by_time ON runs (newsletter_id, due);

CREATE TABLE schema_version (
    version INTEGER NOT NULL,
    applied BIGINT NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE sources (
    id BIGINT NOT NULL,
    slug VARCHAR(64) NOT NULL,
    url TEXT NOT NULL,
    kind VARCHAR(16) NOT NULL,
    title TEXT NOT NULL,
    section VARCHAR(64) NOT NULL,
    topics JSON NOT NULL,
    weight FLOAT NOT NULL,
    links TEXT NOT NULL,
    state VARCHAR(8) NOT NULL,
    from_file BOOLEAN NOT NULL,
    moved_to TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    body_hash VARCHAR(64) NOT NULL,
    last_look BIGINT,
    next_look BIGINT,
    pause INTEGER NOT NULL,
    certificate BIGINT,
    failures INTEGER NOT NULL,
    failure TEXT NOT NULL,
    pushed BIGINT,
    made BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (slug),
    UNIQUE (url)
);

CREATE INDEX ix_sources_next_look ON sources (next_look);

CREATE TABLE variants (
    issue_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    content JSON NOT NULL,
    PRIMARY KEY (issue_id, number)
);
