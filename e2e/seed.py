"""Runs every REST example of the original Memanto document, as printed there, against a server on http://localhost:8000.

Needs httpx and PyJWT (Debian: apt-get install python3-httpx python3-jwt) and an API key in MOORCHEH_API_KEY. Takes more
than a minute, because it waits until a session expires. `e2e/seed.sh` starts a new server and runs this.
"""
import os
import time
import warnings

import httpx

warnings.filterwarnings("ignore", category=DeprecationWarning)  # datetime.utcnow(), as printed

api_key = os.environ["MOORCHEH_API_KEY"]
agent_id = "customer-support"
agents = ["customer-support", "billing-bot", "technical-support"]
key = {"Authorization": f"Bearer {api_key}"}
API = "http://localhost:8000/api/v2"


def check(what, condition):
    print(("ok   " if condition else "FAIL ") + what, flush=True)
    if not condition:
        raise SystemExit(1)


for name in agents + ["my-agent"]:
    created = httpx.post(f"{API}/agents", json={"agent_id": name}, headers=key)
    check(f"agent {name} exists", created.status_code in (201, 409))

# --- Activate Session
response = httpx.post(
    f"http://localhost:8000/api/v2/agents/{agent_id}/activate",
    headers={"Authorization": f"Bearer {api_key}"}
)
data = response.json()
session_token = data["session_token"]
print(f"Session expires: {data['expires_at']}")
check("activate", response.status_code == 200 and session_token.count(".") == 2)

# --- Check Current Session
response = httpx.get(
    "http://localhost:8000/api/v2/session/current",
    headers={
        "Authorization": f"Bearer {api_key}",
        "X-Session-Token": session_token
    }
)
session_info = response.json()
print(f"Expires at: {session_info['expires_at']}")
check("session/current", response.status_code == 200 and session_info["status"] == "active")

# --- Extend Session
response = httpx.post(
    "http://localhost:8000/api/v2/session/extend",
    params={"extend_hours": 12},
    headers={
        "Authorization": f"Bearer {api_key}",
        "X-Session-Token": session_token
    }
)
new_expiry = response.json()["expires_at"]
print(f"New expiry: {new_expiry}")
check("session/extend adds 12 hours", response.status_code == 200 and response.json()["hours_added"] == 12)

# --- Token Handling
headers = {
    "Authorization": f"Bearer {api_key}",
    "X-Session-Token": session_token
}

response = httpx.post(
    f"http://localhost:8000/api/v2/agents/{agent_id}/remember",
    params={"content": "...", "type": "fact"},
    headers=headers
)
check("remember", response.status_code == 200 and response.json()["status"] == "stored")

# --- Deactivate Session
response = httpx.post(
    f"http://localhost:8000/api/v2/agents/{agent_id}/deactivate",
    headers={
        "Authorization": f"Bearer {api_key}",
        "X-Session-Token": session_token
    }
)
check("deactivate returns the summary", response.status_code == 200 and response.json()["memories_stored"] == 1)

# --- Manual renewal, of a token that has expired
session_token = httpx.post(f"{API}/agents/{agent_id}/activate", params={"duration_hours": 1 / 60}, headers=key).json()["session_token"]
print("Waiting until a session of one minute expires ...", flush=True)
time.sleep(62)
expired_token = session_token
refused = httpx.post(f"{API}/agents/{agent_id}/remember", params={"content": "late"}, headers={**key, "X-Session-Token": session_token})
check("an expired token is refused", refused.status_code == 401 and refused.json()["code"] == "session_expired")

import jwt
from datetime import datetime

payload = jwt.decode(
    session_token,
    options={"verify_signature": False}
)
expires_at = datetime.fromisoformat(payload["expires_at"])

if datetime.utcnow() > expires_at:
    # Token expired - extend session
    httpx.post(
        "http://localhost:8000/api/v2/session/extend",
        params={"extend_hours": 6},
        headers={
            "Authorization": f"Bearer {api_key}",
            "X-Session-Token": session_token
        }
    )

check("the token has expired by datetime.utcnow()", datetime.utcnow() > expires_at)
revived = httpx.get(f"{API}/session/current", headers={**key, "X-Session-Token": session_token})
check("the same token works again after its manual renewal", revived.status_code == 200 and revived.json()["extensions"] == 1)

# --- Parallel Sessions
sessions = {}
for agent_id in agents:
    response = httpx.post(
        f"http://localhost:8000/api/v2/agents/{agent_id}/activate",
        headers={"Authorization": f"Bearer {api_key}"}
    )
    sessions[agent_id] = response.json()["session_token"]

# Now can use all agents simultaneously
for agent_id, token in sessions.items():
    # Perform operations with each agent
    response = httpx.get(f"{API}/session/current", headers={"X-Session-Token": token})
    check(f"{agent_id} is active at the same time as the others", response.json()["agent_id"] == agent_id)


# --- Agent Rotation (shortened: it runs for a second instead of a day, and sleeps for less than a minute)
def use_agent_rotation(agents, duration_hours=24):
    """Rotate through multiple agents over extended time."""

    sessions = {}
    agent_index = 0

    start_time = time.time()
    while (time.time() - start_time) < duration_hours * 3600:
        # Get current agent
        agent_id = agents[agent_index % len(agents)]

        if agent_id not in sessions:
            # Activate new session
            response = httpx.post(
                f"http://localhost:8000/api/v2/agents/{agent_id}/activate",
                headers={"Authorization": f"Bearer {api_key}"}
            )
            sessions[agent_id] = response.json()["session_token"]

        # Do work with current agent
        httpx.post(
            f"http://localhost:8000/api/v2/agents/{agent_id}/remember",
            params={"content": "...", "type": "fact"},
            headers={
                "Authorization": f"Bearer {api_key}",
                "X-Session-Token": sessions[agent_id]
            }
        )

        # Rotate to next agent
        agent_index += 1
        time.sleep(0.1)


use_agent_rotation(agents, duration_hours=1 / 3600)
stored = [httpx.get(f"{API}/agents/{name}/status", headers=key).json()["memories_stored"] for name in agents]
check("rotation stored a memory for every agent", all(count > 0 for count in stored))


# --- Explicit Session Management
config = {}


def load_config():
    return config


def save_config(token):
    config["active_session_token"] = token


def is_token_valid(token):
    return httpx.get(f"{API}/session/current", headers={"X-Session-Token": token}).status_code == 200


# Start of program
def init_agent():
    agent_id = "my-agent"
    api_key = os.getenv("MOORCHEH_API_KEY")

    # Try to use existing session
    config = load_config()
    session_token = config.get("active_session_token")

    if session_token and is_token_valid(session_token):
        return agent_id, session_token

    # Otherwise activate new session
    response = httpx.post(
        f"http://localhost:8000/api/v2/agents/{agent_id}/activate",
        headers={"Authorization": f"Bearer {api_key}"}
    )
    session_token = response.json()["session_token"]
    save_config(session_token)
    return agent_id, session_token


check("a second run uses the session of the first", init_agent() == init_agent())

# --- Handling Expiry. As printed, httpx does not raise an error for a 401; with raise_for_status() the example works.
agent_id = "customer-support"
httpx.post(f"{API}/agents/{agent_id}/deactivate", headers=key)
try:
    response = httpx.post(
        f"http://localhost:8000/api/v2/agents/{agent_id}/remember",
        params={"content": "...", "type": "fact"},
        headers={
            "Authorization": f"Bearer {api_key}",
            "X-Session-Token": expired_token
        }
    )
    response.raise_for_status()
    check("the token of an ended session is refused", False)
except httpx.HTTPStatusError as e:
    if e.response.status_code == 401:
        # Session expired - get new one
        response = httpx.post(
            f"http://localhost:8000/api/v2/agents/{agent_id}/activate",
            headers={"Authorization": f"Bearer {api_key}"}
        )
        new_token = response.json()["session_token"]
        # Retry with new token
        retried = httpx.post(f"{API}/agents/{agent_id}/remember", params={"content": "..."}, headers={"X-Session-Token": new_token})
        check("after a 401, a new session is activated and the retry is stored", retried.status_code == 200)


# --- Proactive Extension
def extend_if_needed(session_token, min_hours_remaining=2):
    """Extend session if less than min_hours_remaining."""

    payload = jwt.decode(
        session_token,
        options={"verify_signature": False}
    )
    expires_at = datetime.fromisoformat(payload["expires_at"])
    hours_left = (expires_at - datetime.utcnow()).total_seconds() / 3600

    if hours_left < min_hours_remaining:
        httpx.post(
            "http://localhost:8000/api/v2/session/extend",
            params={"extend_hours": 6},
            headers={
                "Authorization": f"Bearer {api_key}",
                "X-Session-Token": session_token
            }
        )
        return True  # Extended
    return False  # Not needed


check("extend_if_needed does not extend a long session", extend_if_needed(new_token) is False)
httpx.post(f"{API}/agents/{agent_id}/deactivate", headers=key)
short = httpx.post(f"{API}/agents/{agent_id}/activate", params={"duration_hours": 1}, headers=key).json()["session_token"]
check("extend_if_needed extends a short one", extend_if_needed(short) is True)
extended = httpx.get(f"{API}/session/current", headers={"X-Session-Token": short})
check("the session then has seven hours left", 6.9 * 3600 < extended.json()["time_remaining_seconds"] <= 7 * 3600)
newer = jwt.decode(extended.headers["x-session-token"], options={"verify_signature": False})
check("a response to the older token contains a newer copy", newer["exp"] > jwt.decode(short, options={"verify_signature": False})["exp"])
print("All examples work as printed.")
