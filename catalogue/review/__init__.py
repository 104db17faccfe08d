"""The review page: what is due, what waits for a verdict, the source beside each proposal; and its JSON.

`app.py` builds the application, `doors.py` names every address with the role it needs, `pages_*.py` and
`api.py` answer, `security.py` guards all of it. Nothing is fetched from elsewhere: it works offline.
"""
