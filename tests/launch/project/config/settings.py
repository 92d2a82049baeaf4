import os

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "config"]
ROOT_URLCONF = "config.urls"
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
CELERY_BROKER_URL = os.environ["REDIS_URL"]
