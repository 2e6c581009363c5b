"""The app for `python app.py` and for `gunicorn app:server`."""

from workbench.web.factory import create_app

app = create_app(__name__)
server = app.server

if __name__ == "__main__":
    app.run(port=8050)
