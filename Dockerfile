# One image for every service; compose.yaml says which module each container runs.
FROM python:3.12-slim AS build
WORKDIR /build
COPY requirements.lock build.in pyproject.toml README.md ./
RUN python -m venv /opt/wayfare && /opt/wayfare/bin/pip install --no-cache-dir -q --require-hashes -r requirements.lock
COPY services services
COPY shared shared
RUN /opt/wayfare/bin/pip install --no-cache-dir -q --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /var/lib/wayfare wayfare
COPY --from=build /opt/wayfare /opt/wayfare
ENV PATH=/opt/wayfare/bin:$PATH PYTHONUNBUFFERED=1
USER wayfare
WORKDIR /var/lib/wayfare
CMD ["wayfare", "--help"]
