# The image of the api, the scheduler and the migration. Built and started by docker-compose.yml.

FROM node:24-slim AS widget
WORKDIR /src/search_api/widget
# The widget shares its texts and its style sheets with the pages.
COPY search_api/i18n/ ../i18n/
COPY search_api/static/ ../static/
COPY search_api/widget/package.json search_api/widget/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY search_api/widget/ ./
RUN npm run build

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/ /src/requirements/
RUN python -m venv /opt/vakwijzer \
 && /opt/vakwijzer/bin/pip install --require-hashes -r /src/requirements/build.txt \
 && /opt/vakwijzer/bin/pip install --require-hashes --no-build-isolation --use-pep517 -r /src/requirements/run.txt
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY catalogue/ catalogue/
COPY crawlers/ crawlers/
COPY scheduler/ scheduler/
COPY search_api/ search_api/
COPY vakwijzer/ vakwijzer/
COPY --from=widget /src/search_api/static/widget/ search_api/static/widget/
RUN /opt/vakwijzer/bin/pip install --no-deps --no-index --no-build-isolation . \
 && /opt/vakwijzer/bin/pip uninstall --yes setuptools

FROM python:3.13-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin vakwijzer \
 && install --directory --owner vakwijzer --group vakwijzer --mode 0750 /var/lib/vakwijzer
COPY --from=build /opt/vakwijzer /opt/vakwijzer
ENV PATH=/opt/vakwijzer/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAKWIJZER_HOME=/var/lib/vakwijzer \
    VAKWIJZER_HOST=0.0.0.0 \
    PORT=8080
WORKDIR /var/lib/vakwijzer
USER 10001:10001
EXPOSE 8080
CMD ["vakwijzer", "serve"]
